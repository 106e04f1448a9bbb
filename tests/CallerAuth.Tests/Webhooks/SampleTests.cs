using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using CallerAuth.Tests.Contracts;
using CallerAuth.Webhooks;
using YourCompany.Calls;

namespace CallerAuth.Tests.Webhooks;

/// <summary>The code that docs/webhooks.md gives to receivers takes what we sign and refuses everything else; it is run, not read.</summary>
public partial class SampleTests
{
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private const string Other = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwd";
    private const string Body = """{"type":"call.routed","data":{"caller_verification":{"name":"Kåre Ødegård"}}}""";

    private const string Python = """
        import json, sys
        sys.path.insert(0, sys.argv[1])
        from webhook import verify
        given = json.load(sys.stdin)
        try:
            print(verify(given["secrets"], given["headers"], given["body"].encode())["type"])
        except ValueError:
            print("refused")
        """;

    private const string Node = """
        const { verify } = await import(process.argv[1] + '/webhook.mjs');
        let text = '';
        for await (const chunk of process.stdin) text += chunk;
        const given = JSON.parse(text);
        let answer = 'refused';
        try { answer = verify(given.secrets, given.headers, Buffer.from(given.body)).type; } catch { }
        console.log(answer);
        """;

    /// <summary>What arrives, and whether a receiver that knows the secret may take it.</summary>
    public static TheoryData<string, string> Cases => new()
    {
        { "as sent", "call.routed" },
        { "signed with the old and the new secret", "call.routed" },
        { "another body", "refused" },
        { "another id", "refused" },
        { "another secret", "refused" },
        { "ten minutes old", "refused" },
        { "no signature of this version", "refused" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_sample_in_csharp(string which, string answer)
    {
        var (id, timestamp, signatures, body) = Of(which);

        var genuine = CallerAuthWebhook.IsGenuine([Secret], id, timestamp, signatures, Encoding.UTF8.GetBytes(body), TimeProvider.System.GetUtcNow());

        Assert.Equal(answer != "refused", genuine);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task The_sample_in_python(string which, string answer) => Assert.Equal(answer, await RunAsync(which, "python3", "-c", Python));

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task The_sample_in_node(string which, string answer) => Assert.Equal(answer, await RunAsync(which, "node", "--input-type=module", "-e", Node));

    [Theory]
    [InlineData("webhook.py", "python")]
    [InlineData("webhook.mjs", "js")]
    [InlineData("CallerAuthWebhook.cs", "csharp")]
    public void The_page_shows_what_is_run(string file, string language) => Assert.Contains(
        $"```{language}\n{File.ReadAllText(Repository.PathOf("docs", "samples", file))}```\n",
        File.ReadAllText(Repository.PathOf("docs", "webhooks.md")),
        StringComparison.Ordinal);

    [Theory]
    [InlineData("webhooks.md", 2)]
    [InlineData("agents.md", 2)]
    public void Every_example_in_json_can_be_read(string page, int examples)
    {
        var blocks = JsonBlock().Matches(File.ReadAllText(Repository.PathOf("docs", page))).Select(match => match.Groups["json"].Value).ToList();

        Assert.Equal(examples, blocks.Count);
        Assert.All(blocks, block => JsonDocument.Parse(block).Dispose());
    }

    private static (string Id, string Timestamp, string Signatures, string Body) Of(string which)
    {
        var sent = TimeProvider.System.GetUtcNow().AddMinutes(which == "ten minutes old" ? -10 : 0).ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture);
        var options = new WebhookOptions { Url = "https://crm.example", Secret = which is "another secret" or "signed with the old and the new secret" ? Other : Secret };
        if (which == "signed with the old and the new secret")
            options.AdditionalSecrets = [Secret];
        var signatures = new WebhookTarget(options).Sign("msg_1", sent, Body);
        return which switch
        {
            "another body" => ("msg_1", sent, signatures, Body.Replace("Kåre", "Kari", StringComparison.Ordinal)),
            "another id" => ("msg_2", sent, signatures, Body),
            "no signature of this version" => ("msg_1", sent, signatures.Replace("v1,", "v1a,", StringComparison.Ordinal), Body),
            _ => ("msg_1", sent, signatures, Body),
        };
    }

    private static async Task<string> RunAsync(string which, string interpreter, params string[] arguments)
    {
        var (id, timestamp, signatures, body) = Of(which);
        var start = new ProcessStartInfo(interpreter, [.. arguments, Repository.PathOf("docs", "samples")])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            Environment = { ["PYTHONDONTWRITEBYTECODE"] = "1" },
        };
        using var process = TryStart(start);
        Assert.SkipWhen(process is null, $"{interpreter} is not on this machine.");
        await process.StandardInput.WriteAsync(JsonSerializer.Serialize(new
        {
            secrets = new[] { Secret },
            headers = new Dictionary<string, string>(StringComparer.Ordinal) { ["webhook-id"] = id, ["webhook-timestamp"] = timestamp, ["webhook-signature"] = signatures },
            body,
        }));
        process.StandardInput.Close();
        return (await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken)).Trim();
    }

    private static Process? TryStart(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start);
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    [GeneratedRegex(@"^```json\n(?<json>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex JsonBlock();
}
