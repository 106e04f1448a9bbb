using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using CallerAuth.Identity;

namespace CallerAuth.Audit;

/// <summary>What was asked of the audit trail on the command line.</summary>
internal sealed record AuditArguments
{
    /// <summary>The first day, UTC; null for the oldest there is.</summary>
    public DateOnly? From { get; private init; }

    /// <summary>The last day, UTC; null for today.</summary>
    public DateOnly? To { get; private init; }

    /// <summary>One JSON object a line instead of a table.</summary>
    public bool AsJsonLines { get; private init; }

    /// <summary>Only records of the person whose number comes on standard input.</summary>
    public bool OfOnePerson { get; private init; }

    /// <summary>Only records of the telephone whose number comes on standard input.</summary>
    public bool OfOneNumber { get; private init; }

    public NationalIdKind? Kind { get; private init; }

    public static bool TryParse(IReadOnlyList<string> words, [NotNullWhen(true)] out AuditArguments? arguments)
    {
        arguments = new AuditArguments();
        for (var i = 0; i < words.Count && arguments is not null; i++)
        {
            var next = i + 1 < words.Count ? words[i + 1] : "";
            switch (words[i])
            {
                case "--jsonl":
                    arguments = arguments with { AsJsonLines = true };
                    break;
                case "--person-stdin":
                    arguments = arguments with { OfOnePerson = true };
                    break;
                case "--number-stdin":
                    arguments = arguments with { OfOneNumber = true };
                    break;
                case "--from" when Day(next) is { } day:
                    arguments = arguments with { From = day };
                    i++;
                    break;
                case "--to" when Day(next) is { } day:
                    arguments = arguments with { To = day };
                    i++;
                    break;
                case "--kind" when KindOf(next) is { } kind:
                    arguments = arguments with { Kind = kind };
                    i++;
                    break;
                default:
                    arguments = null;
                    break;
            }
        }

        // A national ID without its kind could be hashed, but not found; and standard input holds one number.
        if (arguments is not null && (arguments.OfOnePerson != arguments.Kind.HasValue || (arguments.OfOnePerson && arguments.OfOneNumber)))
            arguments = null;
        return arguments is not null;
    }

    private static DateOnly? Day(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    private static NationalIdKind? KindOf(string text) => text switch
    {
        "fodselsnummer" => NationalIdKind.Fodselsnummer,
        "personnummer" => NationalIdKind.Personnummer,
        _ => null,
    };
}
