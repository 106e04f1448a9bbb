using CallerAuth.Fuzz;
using CallerAuth.Tests.Contracts;

namespace CallerAuth.Tests.Fuzz;

/// <summary>Every input the fuzzers start from, and every one they once found, still meets what its reader promises.</summary>
public class CorpusTests
{
    public static TheoryData<string> Targets => [.. Target.All.Select(target => target.Name)];

    [Theory]
    [MemberData(nameof(Targets))]
    public void No_input_of_the_corpus_breaks_a_promise(string target)
    {
        var inputs = Directory.GetFiles(Corpus.FolderOf(target));

        Assert.NotEmpty(inputs);
        Assert.All(inputs, input => Target.Named(target).Run(File.ReadAllBytes(input)));
    }

    [Fact]
    public void Every_folder_of_the_corpus_has_its_target() => Assert.Equal(
        Target.All.Select(target => target.Name).Order(StringComparer.Ordinal),
        Directory.GetDirectories(Repository.PathOf("tests", "CallerAuth.Fuzz", "Corpus")).Select(folder => Path.GetFileName(folder)!).Order(StringComparer.Ordinal));
}
