using CallerAuth.Lines;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace CallerAuth.Tests.Lines;

/// <summary>The section <c>Lines</c> as it is read: a key or a word that means nothing is told, not passed over.</summary>
public class LinesSetupTests
{
    [Fact]
    public void A_line_is_found_under_the_number_that_was_called()
    {
        var lines = Read(("Lines:+4721000000:Name", "Nordlys"), ("Lines:*:Name", "Any"), ("Lines:+4721000000:WhenVerified:Kind", "taskrouter"));

        Assert.Equal(["*", "+4721000000"], lines.Lines.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(DestinationKind.TaskRouter, lines.Lines["+4721000000"].WhenVerified.Kind);
        Assert.Empty(lines.Unreadable);
    }

    [Theory]
    [InlineData("Lines:+4721000000:WhenVerified:Kind", "Telepathy")]
    [InlineData("Lines:+4721000000:MaxWait", "three minutes")]
    [InlineData("Lines:+4721000000:MaxWiat", "00:02:00")]
    public void What_cannot_be_read_is_named(string key, string value)
    {
        var lines = Read((key, value), ("Lines:*:Name", "Any"));

        Assert.Contains(key.Split(':')[^1], Assert.Single(lines.Unreadable), StringComparison.Ordinal);
        Assert.Equal(["*"], lines.Lines.Keys);
    }

    private static LinesOptions Read(params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)))
            .Build();
        var services = new ServiceCollection().AddSingleton<IConfiguration>(configuration).AddLines();
        services.RemoveAll<IValidateOptions<LinesOptions>>();
        return services.BuildServiceProvider().GetRequiredService<IOptions<LinesOptions>>().Value;
    }
}
