using System.Text.RegularExpressions;

namespace CallerAuth.Tests.Contracts;

/// <summary>Of every command that a document gives is known how it is tried: by a script of CI, by a test, or not, because it needs what only its reader has.</summary>
public partial class DocumentedCommandsTests
{
    private const string Own = "sets what is the reader's own";
    private const string Account = "needs an account, a cluster or a machine that the reader has and CI has not";

    /// <summary>What a whole command looks like, and how it is tried: a script under <c>.ci</c> that says it word for word, a test's file, or the reason why nobody does.</summary>
    private static readonly (string Command, string Tried)[] Known =
    [
        ("dotnet test", ".ci/run"),
        ("dotnet run --project src/CallerAuth.Simulator -- call --all", "IntegrationTests/WholeCall/ScenarioTests.cs"),
        ("dotnet run --project src/CallerAuth.Simulator( -- call( --list| norwegian-approved --wav call.wav)?)?", ".ci/documented-commands"),
        ("dotnet run -c Release --project src/CallerAuth.Simulator -- load .*", "IntegrationTests/Load/LoadModeTests.cs"),
        (@"mapfile -t settings < load.env|env ""\$\{settings\[@\]\}"" dotnet run .*", "IntegrationTests/Load/RunningServiceTests.cs"),
        ("dotnet run --project src/CallerAuth.Simulator -- replay .*", ".ci/documented-commands"),
        ("dotnet run --no-build …", ".ci/documented-commands"),
        ("dotnet run --project src/CallerAuth -- keys new", ".ci/documented-commands"),
        (@"dotnet run --project src/CallerAuth -- twilio connect \+4721000000", "IntegrationTests/Startup/TwilioConnectTests.cs"),
        ("dotnet (run --project src/CallerAuth --|CallerAuth.dll) doctor", "IntegrationTests/Startup/DoctorTests.cs"),
        ("dotnet CallerAuth.dll keys new", "Tests/Ciba/KeysCommandTests.cs"),
        ("dotnet CallerAuth.dll api-key new (NAME|crm)", "IntegrationTests/Startup/CommandTests.cs"),
        ("dotnet run --project src/CallerAuth( --urls http://localhost:5080)?", "IntegrationTests/Startup/RefusedStartTests.cs"),
        ("dotnet run --project docs/samples/library", "IntegrationTests/Ciba/LibrarySampleTests.cs"),
        ("curl -N .* http://localhost:5000/identify", "IntegrationTests/Ciba/LibrarySampleTests.cs"),
        ("dotnet publish", "BrowserTests/Published/PublishedService.cs"),
        ("dotnet publish src/CallerAuth -c Release -r linux-x64 -t:PublishContainer -p:ContainerRegistry=registry.example.com -p:ContainerImageTag=0.1.0", "BrowserTests/Published/ContainerImageTests.cs"),
        ("dotnet publish src/CallerAuth -c Release -r linux-x64 -o artifacts/publish/callerauth", "BrowserTests/Published/PublishedService.cs"),
        ("dotnet CallerAuth.dll audit( --from .* --to .*| --jsonl.*| --(person|number)-stdin.*)?", "IntegrationTests/Audit/AuditCommandTests.cs"),
        (@"dotnet test --project tests/CallerAuth.IntegrationTests --filter-namespace '\*Failover\*' --show-live-output on", ".ci/run"),
        (@"curl (-i |-N )?(-X DELETE )?\$SERVICE/api/.*", "IntegrationTests/Agents/DocumentedRequestsTests.cs"),
        ("python3 docs/hold-music/compose.py hold.wav", ".ci/documented-commands"),
        ("lame -m m -b 40 --cbr -q 0 hold.wav .*", "the script makes the same into another place: .ci/documented-commands"),
        ("openssl rand -base64 32", "IntegrationTests/Startup/DeployFilesTests.cs"),
        ("ngrok .*", Account),
        ("(systemctl|docker|kubectl) .*", Account),
        ("ACL SETUSER .*", "IntegrationTests/Stores/StoreRightsTests.cs"),
        ("(export|SERVICE=|KEY=|ID=|Webhooks__).*", Own),
    ];

    public static TheoryData<string, string> Commands
    {
        get
        {
            var commands = new TheoryData<string, string>();
            foreach (var file in Directory.EnumerateFiles(Repository.PathOf("docs"), "*.md", SearchOption.AllDirectories).Append(Repository.PathOf("README.md")))
            {
                var text = File.ReadAllText(file).ReplaceLineEndings("\n");
                var inBlocks = ShellBlock().Matches(text)
                    .SelectMany(block => block.Groups["commands"].Value.Replace("\\\n", " ", StringComparison.Ordinal).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
                var inSentences = InSentence().Matches(text).Select(inline => inline.Groups["command"].Value);
                foreach (var command in inBlocks.Concat(inSentences).Select(command => Remark().Replace(command, "")).Distinct(StringComparer.Ordinal))
                    commands.Add(Path.GetRelativePath(Repository.PathOf(), file).Replace('\\', '/'), command);
            }

            return commands;
        }
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void A_command_in_a_document_is_tried_or_it_is_known_why_not(string document, string command)
    {
        var tried = Known.FirstOrDefault(known => Regex.IsMatch(command, $"^(?:{known.Command})$", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1))).Tried;

        Assert.True(tried is not null, $"{document} says \"{command}\", and nobody knows whether that works.");
        if (tried.StartsWith(".ci/documented-commands", StringComparison.Ordinal) && !command.EndsWith('…'))
            Assert.Contains($"say {command}\n", File.ReadAllText(Repository.PathOf(tried)).ReplaceLineEndings("\n"), StringComparison.Ordinal);
        else if (tried.EndsWith(".cs", StringComparison.Ordinal))
            Assert.True(File.Exists(Repository.PathOf("tests", $"CallerAuth.{tried}")), $"tests/CallerAuth.{tried} is not there any more.");
    }

    [GeneratedRegex("`(?<command>(?:dotnet|curl|docker|kubectl|systemctl|openssl|ngrok|python3|lame|ACL SETUSER) [^`\n]+)`", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex InSentence();

    [GeneratedRegex(@"\s+#\s.*$", RegexOptions.None, 1000)]
    private static partial Regex Remark();

    [GeneratedRegex(@"```(?:sh|bash|shell)\n(?<commands>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ShellBlock();
}
