using System.Globalization;
using CallerAuth.Simulator.Scenarios;

namespace CallerAuth.Simulator.Replay;

/// <summary>Made-up values for the placeholders of a recording, the same for the same placeholder throughout a call.</summary>
internal sealed class Replacements
{
    private const string OtherNumber = "+4721000099";
    private const int FirstPerson = 700;

    private readonly Dictionary<int, string> _tokens = [];

    public string CallSid { get; } = $"CA{Guid.NewGuid():N}";

    /// <summary>The call of an agent's telephone.</summary>
    public string LegSid { get; } = $"CA{Guid.NewGuid():N}";

    public string TokenOf(int request)
    {
        if (!_tokens.TryGetValue(request, out var token))
            _tokens[request] = token = Guid.NewGuid().ToString();
        return token;
    }

    /// <exception cref="InvalidDataException">A placeholder that cannot be filled.</exception>
    public string Fill(string value)
    {
        if (value is not ['{', .. var inner, '}'])
            return value;
        var parts = inner.Split(':');
        var number = parts.Length == 2 && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var parsed) ? parsed : 0;
        return (parts[0], number) switch
        {
            ("caller", _) => "+4790000077",
            ("withheld", _) => "anonymous",
            ("line", _) => ReplayLine.Number,
            ("agent", _) => "+4722000077",
            ("other", _) => OtherNumber,
            ("call", _) => CallSid,
            ("Fodselsnummer", > 0) => People.Norwegian(FirstPerson + number).NationalId,
            ("Personnummer", 1) => People.Astrid.NationalId,
            ("Personnummer", 2) => People.Bengt.NationalId,
            ("Personnummer", 3) => People.Cecilia.NationalId,
            ("Personnummer", 4) => People.Doris.NationalId,
            // Nobody was born on such a day.
            ("digits", > 0 and < 100) => new string('0', number),
            _ => throw new InvalidDataException($"A recording with {value} cannot be played again."),
        };
    }

    public static string FillPath(string path) => path.Contains("{id}", StringComparison.Ordinal)
        ? throw new InvalidDataException($"{path} belongs to what an agent started during the talk, and is not played again.")
        : path.Replace("{queue}", Uri.EscapeDataString(ReplayLine.Queue), StringComparison.Ordinal);
}
