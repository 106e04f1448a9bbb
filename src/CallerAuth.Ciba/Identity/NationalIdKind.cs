namespace CallerAuth.Identity;

/// <summary>Which country's number a caller keys: eleven digits in Norway, twelve in Sweden.</summary>
internal enum NationalIdKind
{
    Fodselsnummer,
    Personnummer,
}
