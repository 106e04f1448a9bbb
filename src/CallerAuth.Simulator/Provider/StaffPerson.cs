namespace CallerAuth.Simulator.Provider;

/// <summary>Somebody who works at a made-up company. Without roles they are no agents.</summary>
/// <param name="Lines">Names of the companies whose lines they answer; none stands for all.</param>
/// <param name="Softphone">Where they take calls.</param>
internal sealed record StaffPerson(string Subject, string Name, string[] Roles, string[] Lines, string? Softphone = null)
{
    /// <summary>Sees everything, and takes calls at the softphone that one of the lines leads to.</summary>
    public static StaffPerson Ingrid { get; } = new("ingrid", "Ingrid Agent", ["agent"], [.. Line.All.Select(line => line.Name)], "agent_1");

    /// <summary>Sees one company's calls only.</summary>
    public static StaffPerson Bjorn { get; } = new("bjorn", "Bjørn Berg", ["agent"], [Line.Vestlys.Name]);

    public static StaffPerson Nobody { get; } = new("guest", "Gjest Uten Rolle", [], []);

    public static IReadOnlyList<StaffPerson> All { get; } = [Ingrid, Bjorn, Nobody];
}
