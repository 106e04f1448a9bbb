using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace CallerAuth.Identity;

/// <summary>
/// The number a caller keyed, in the form its eID takes: eleven digits (fødselsnummer, D-number) or twelve (personnummer, samordningsnummer).
/// It lives in memory until bc-authorize has answered and cannot print, serialize or compare itself; what is remembered of it is a <see cref="NationalIdHash"/>.
/// </summary>
[DebuggerDisplay("{ToString(),nq}")]
[JsonConverter(typeof(NationalIdRefusesJson))]
internal sealed class NationalId
{
    /// <summary>Longer input is not looked at: no national ID and no slip of the finger is this long.</summary>
    public const int MaxKeyedLength = 32;

    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    private readonly string _digits;

    private NationalId(NationalIdKind kind, string digits, string? birthDate)
    {
        Kind = kind;
        _digits = digits;
        BirthDate = birthDate;
    }

    public NationalIdKind Kind { get; }

    /// <summary>The birth date inside the number as ddMMyy, to compare with a <c>birthdate</c> claim; null where the number holds none (a samordningsnummer with month 00 or day 60).</summary>
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    public string? BirthDate { get; }

    /// <summary>Reads what was keyed. <paramref name="fault"/> means something only when the answer is false.</summary>
    public static bool TryParse(
        string? keyed,
        NationalIdKind kind,
        NationalIdRules rules,
        DateOnly today,
        [NotNullWhen(true)] out NationalId? nationalId,
        out NationalIdFault fault)
    {
        nationalId = null;
        fault = default;

        if (FaultOfForm(keyed) is { } faultOfForm)
        {
            fault = faultOfForm;
            return false;
        }

        if (kind == NationalIdKind.Fodselsnummer)
        {
            if (Fodselsnummer.FaultIn(keyed!, rules) is { } norwegianFault)
            {
                fault = norwegianFault;
                return false;
            }

            nationalId = new NationalId(kind, keyed!, Fodselsnummer.BirthDate(keyed!));
            return true;
        }

        if (Personnummer.Read(keyed!, rules, today, out var twelveDigits) is { } swedishFault)
        {
            fault = swedishFault;
            return false;
        }

        nationalId = new NationalId(kind, twelveDigits, Personnummer.BirthDate(twelveDigits));
        return true;
    }

    /// <summary>The one door for the digits. Only two may use it: the <c>login_hint</c> of bc-authorize and <see cref="NationalIdHasher"/>.</summary>
    public string Reveal() => _digits;

    public override string ToString() => "NationalId(***)";

    private static NationalIdFault? FaultOfForm(string? keyed)
    {
        if (string.IsNullOrEmpty(keyed))
            return NationalIdFault.Empty;
        if (keyed.Length > MaxKeyedLength)
            return NationalIdFault.TooLong;
        return keyed.All(char.IsAsciiDigit) ? null : NationalIdFault.NotDigits;
    }
}
