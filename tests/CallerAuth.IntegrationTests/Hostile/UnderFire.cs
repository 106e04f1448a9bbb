namespace CallerAuth.IntegrationTests.Hostile;

/// <summary>One service for all attacks, one attack after the other.</summary>
[CollectionDefinition(Name)]
public sealed class UnderFire : ICollectionFixture<ServiceUnderFire>
{
    public const string Name = "under fire";
}
