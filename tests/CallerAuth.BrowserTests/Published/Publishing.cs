namespace CallerAuth.BrowserTests.Published;

/// <summary>One publish for all that look at what it makes; two at once would write over each other.</summary>
[CollectionDefinition(nameof(Published))]
public sealed class Publishing : ICollectionFixture<PublishedService>;
