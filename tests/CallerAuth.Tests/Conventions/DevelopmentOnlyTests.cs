using System.Text.RegularExpressions;
using CallerAuth.Tests.Contracts;

namespace CallerAuth.Tests.Conventions;

/// <summary>What plays Twilio, the provider and the caller never ships with the service.</summary>
public partial class DevelopmentOnlyTests
{
    [Fact]
    public void The_service_knows_no_simulator()
    {
        Assert.DoesNotContain(typeof(Startup).Assembly.GetReferencedAssemblies(), assembly => assembly.Name!.Contains("Simulator", StringComparison.Ordinal));
        Assert.DoesNotContain("Simulator", File.ReadAllText(Repository.PathOf("src", "CallerAuth", "CallerAuth.csproj")), StringComparison.Ordinal);
        Assert.Empty(Source.All.Where(source => source.Lines.Any(line => line.Contains("CallerAuth.Simulator", StringComparison.Ordinal))).Select(source => source.Path));
    }

    [Fact]
    public void The_settings_file_that_ships_holds_no_secret()
    {
        var values = Secret().Matches(File.ReadAllText(Repository.PathOf("appsettings.json"))).Select(match => match.Groups["value"].Value).ToList();

        Assert.NotEmpty(values);
        Assert.All(values, Assert.Empty);
    }

    [GeneratedRegex("\"[A-Za-z]*(Token|Secret|HashKey|ConnectionString)\": \"(?<value>[^\"]*)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Secret();
}
