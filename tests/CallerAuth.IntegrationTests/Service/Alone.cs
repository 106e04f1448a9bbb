namespace CallerAuth.IntegrationTests.Service;

/// <summary>Tests that measure seconds, or kill servers under many processes: they have the machine to themselves.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public static class Alone
{
    public const string Name = "Alone";
}
