namespace CallerAuth.Tests.Contracts;

/// <summary>docs/library.md shows the sample as it is built and run.</summary>
public class LibraryPageTests
{
    [Fact]
    public void The_page_shows_the_sample_that_is_built() => Assert.Contains(
        File.ReadAllText(Repository.PathOf("docs", "samples", "library", "Program.cs")).Trim(),
        File.ReadAllText(Repository.PathOf("docs", "library.md")),
        StringComparison.Ordinal);
}
