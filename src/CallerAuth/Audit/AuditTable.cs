using System.Globalization;

namespace CallerAuth.Audit;

/// <summary>Records in columns, for people. Pseudonyms are cut; JSON lines have them in full.</summary>
internal static class AuditTable
{
    private const int PseudonymShown = 12;

    public static readonly string Header = Row("time (UTC)", "outcome", "eid", "line", "asked by", "seconds", "verification or call", "person", "number", "level");

    public static string Row(AuditRecord record) => Row(
        record.At.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
        record.Outcome,
        record.EId ?? "-",
        record.Line,
        record.AskedBy,
        (record.DurationMs / 1000.0).ToString("F1", CultureInfo.InvariantCulture),
        record.VerificationId ?? record.CallSid ?? "-",
        Cut(record.Person ?? "-"),
        Cut(record.CallingNumber ?? record.CalledNumber ?? "-"),
        record.Level ?? "-");

    private static string Row(string at, string outcome, string eid, string line, string by, string seconds, string id, string person, string callingNumber, string level) =>
        Printable($"{at,-19}  {outcome,-16}  {eid,-10}  {line,-14}  {by,-8}  {seconds,7}  {id,-26}  {person,-PseudonymShown}  {callingNumber,-14}  {level}");

    private static string Cut(string pseudonym) => pseudonym.Length > PseudonymShown ? pseudonym[..PseudonymShown] : pseudonym;

    // Some words came from a provider or a telephone network, and a terminal obeys control characters.
    private static string Printable(string text) => string.Concat(text.Select(c => char.IsControl(c) ? '?' : c));
}
