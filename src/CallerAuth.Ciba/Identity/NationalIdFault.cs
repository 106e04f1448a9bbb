namespace CallerAuth.Identity;

/// <summary>Why keyed digits are no national ID. Each has its own spoken words, and none holds a digit.</summary>
internal enum NationalIdFault
{
    Empty,
    NotDigits,
    TooShort,
    TooLong,
    WrongCheckDigits,
    NoSuchDate,

    /// <summary>A number made for tests (month + 80), which only a test installation accepts.</summary>
    SyntheticNotAllowed,

    /// <summary>An H-number or FH-number: given by a hospital, unknown to any eID.</summary>
    KindNotAccepted,

    /// <summary>Ten Swedish digits that fit a child as well as a person over a hundred: twelve are needed.</summary>
    CenturyUnclear,
}
