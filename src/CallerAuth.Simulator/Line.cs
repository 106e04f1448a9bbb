namespace CallerAuth.Simulator;

/// <summary>A phone number of a made-up company, as the service is told of it: the shape of <c>Lines</c> in its settings.</summary>
internal sealed record Line(string Number, string Name, string[] Languages, string[] Eids, Destination WhenVerified, Destination WhenUnverified)
{
    private static readonly Destination Workflow = new("TaskRouter", "WorkflowSid", "WW00000000000000000000000000000001");
    private static readonly Destination Unverified = new("Number", "Number", "+4722000000");

    public static Line Nordlys { get; } = new("+4721000000", "Nordlys Forsikring", ["nb-NO", "en-GB"], ["no-bankid"], Workflow, Unverified);

    public static Line Norrsken { get; } = new(
        "+46101000000", "Norrsken Bank", ["sv-SE"], ["se-bankid"], new Destination("Client", "Identity", "agent_1"), new Destination("Queue", "Name", "support"));

    public static Line NordiskHjelp { get; } = new(
        "+4721000001", "Nordisk Hjelp", ["nb-NO", "sv-SE", "da-DK", "en-GB"], ["no-bankid", "se-bankid"], new Destination("Sip", "Uri", "sip:agents@pbx.example"), Unverified);

    public static Line StengtDor { get; } = new("+4721000002", "Stengt Dør", ["nb-NO"], ["no-bankid"], Workflow, new Destination("Hangup"));

    /// <summary>Both kinds of caller become tasks, so that the reason of an unverified one can be read.</summary>
    public static Line Vestlys { get; } = new("+4721000003", "Vestlys Forsikring", ["nb-NO"], ["no-bankid"], Workflow, Workflow);

    /// <summary>Agents take verified callers from a queue, whose name is one that must be escaped in a URL.</summary>
    public static Line Kystlys { get; } = new("+4721000004", "Kystlys Bank", ["nb-NO"], ["no-bankid"], new Destination("Queue", "Name", "Kø (bekreftet) & sånt"), Unverified);

    public static IReadOnlyList<Line> All { get; } = [Nordlys, Norrsken, NordiskHjelp, StengtDor, Vestlys, Kystlys];

    /// <summary>By queue: the number that its agents call to take the next caller.</summary>
    public static IReadOnlyDictionary<string, string> AgentNumbers { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["support"] = "+46101000090",
        [Kystlys.WhenVerified.Address!] = "+4721000090",
    };

    public IEnumerable<KeyValuePair<string, string>> Settings()
    {
        var section = $"Lines:{Number}";
        yield return new($"{section}:Name", Name);
        yield return new($"{section}:AllowSyntheticNationalIds", "true");
        string[] attributes = ["name", "birthdate"];
        foreach (var (key, values) in new[] { ("Languages", Languages), ("Eids", Eids), ("Attributes", attributes) })
        {
            for (var i = 0; i < values.Length; i++)
                yield return new($"{section}:{key}:{i}", values[i]);
        }

        foreach (var (key, destination) in new[] { ("WhenVerified", WhenVerified), ("WhenUnverified", WhenUnverified) })
        {
            yield return new($"{section}:{key}:Kind", destination.Kind);
            if (destination.Key is { } name)
                yield return new($"{section}:{key}:{name}", destination.Address!);
        }
    }
}

/// <summary>Where callers go: the kind, and the setting that holds its address.</summary>
internal sealed record Destination(string Kind, string? Key = null, string? Address = null);
