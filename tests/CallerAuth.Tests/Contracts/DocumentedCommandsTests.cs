using System.Text.RegularExpressions;

namespace CallerAuth.Tests.Contracts;

/// <summary>Of every command that a document gives is known how it is tried: by a script of CI, by a test, or not, because it needs what only its reader has.</summary>
public partial class DocumentedCommandsTests
{
    /// <summary>How a command begins, and how it is tried: a file under <c>.ci</c> that says it, a test's file, or the reason why nobody does.</summary>
    private static readonly (string Begins, string Tried)[] Known =
    [
        ("dotnet test", ".ci/run"),
        ("dotnet run --project src/CallerAuth.Simulator -- call --all", "IntegrationTests/WholeCall/ScenarioTests.cs"),
        ("dotnet run --project src/CallerAuth.Simulator -- call", ".ci/documented-commands"),
        ("dotnet run --project src/CallerAuth.Simulator -- replay", ".ci/documented-commands"),
        ("dotnet run --project src/CallerAuth.Simulator", "BrowserTests/Stories/PhoneTests.cs"),
        ("dotnet run --project src/CallerAuth -- keys new", ".ci/documented-commands"),
        ("dotnet run --project src/CallerAuth -- twilio connect", "IntegrationTests/Startup/TwilioConnectTests.cs"),
        ("dotnet run --project src/CallerAuth -- doctor", "IntegrationTests/Startup/DoctorTests.cs"),
        ("dotnet run --project src/CallerAuth", "IntegrationTests/Startup/RefusedStartTests.cs"),
        ("dotnet run --project docs/samples/library", "IntegrationTests/Ciba/LibrarySampleTests.cs"),
        ("dotnet publish src/CallerAuth -c Release -t:PublishContainer", "BrowserTests/Published/ContainerImageTests.cs"),
        ("dotnet publish src/CallerAuth -c Release -o", "BrowserTests/Published/PublishedService.cs"),
        ("dotnet CallerAuth.dll audit", "IntegrationTests/Audit/AuditCommandTests.cs"),
        ("curl $SERVICE", "IntegrationTests/Agents/DocumentedRequestsTests.cs"),
        ("curl -", "IntegrationTests/Agents/DocumentedRequestsTests.cs"),
        ("python3 docs/hold-music/compose.py", ".ci/documented-commands"),
        ("lame ", ".ci/documented-commands"),
        ("ngrok ", "needs an account at ngrok; the file it reads is checked against ngrok's documentation"),
        ("export ", "sets what is the reader's own"),
        ("SERVICE=", "sets what was printed"),
        ("KEY=", "sets what is known"),
        ("ID=", "sets what was answered"),
        ("Webhooks__", "sets what is the reader's own"),
    ];

    public static TheoryData<string, string> Commands
    {
        get
        {
            var commands = new TheoryData<string, string>();
            foreach (var file in Directory.EnumerateFiles(Repository.PathOf("docs"), "*.md", SearchOption.AllDirectories).Append(Repository.PathOf("README.md")))
            {
                var blocks = ShellBlock().Matches(File.ReadAllText(file).ReplaceLineEndings("\n")).Select(block => block.Groups["commands"].Value.Replace("\\\n", " ", StringComparison.Ordinal));
                foreach (var command in blocks.SelectMany(block => block.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).Distinct(StringComparer.Ordinal))
                    commands.Add(Path.GetRelativePath(Repository.PathOf(), file).Replace('\\', '/'), command);
            }

            return commands;
        }
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void A_command_in_a_document_is_tried_or_it_is_known_why_not(string document, string command)
    {
        var tried = Known.FirstOrDefault(known => command.StartsWith(known.Begins, StringComparison.Ordinal)).Tried;

        Assert.True(tried is not null, $"{document} says \"{command}\", and nobody knows whether that works.");
        if (tried.StartsWith(".ci/", StringComparison.Ordinal))
            Assert.Contains(Known.First(known => command.StartsWith(known.Begins, StringComparison.Ordinal)).Begins.Trim(), File.ReadAllText(Repository.PathOf(tried)), StringComparison.Ordinal);
        else if (tried.EndsWith(".cs", StringComparison.Ordinal))
            Assert.True(File.Exists(Repository.PathOf("tests", $"CallerAuth.{tried}")), $"tests/CallerAuth.{tried} is not there any more.");
    }

    [GeneratedRegex(@"```(?:sh|bash|shell)\n(?<commands>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ShellBlock();
}
