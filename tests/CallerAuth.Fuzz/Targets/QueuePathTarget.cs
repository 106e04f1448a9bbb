using CallerAuth.Calls;
using CallerAuth.Voice;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace CallerAuth.Fuzz.Targets;

/// <summary>
/// A path with the name of a queue and a call in it, as read and as it came: lines of name, call and raw target. What we write into TwiML
/// for a name is read back as that name and its signature holds; a raw target that nobody signed opens nothing.
/// </summary>
internal static class QueuePathTarget
{
    private const string BaseUrl = "https://callers.example";

    private static readonly PublicUrls Urls = new(Options.Create(new PublicOptions { PublicBaseUrl = BaseUrl }));

    private static readonly TwilioGate Gate = new(Monitor(), Options.Create(new PublicOptions { PublicBaseUrl = BaseUrl }), new Refusals(TimeProvider.System, NullLogger<Refusals>.Instance));

    public static void Run(byte[] input)
    {
        var lines = Input.Lines(input, 3);
        Check(lines[0], lines[1], lines[2]);
    }

    public static void Check(string name, string callSid, string rawTarget)
    {
        if (VoiceWebhook.IsCallSid(callSid))
            Finding.Unless(callSid.Length == 34 && callSid[2..].All(char.IsAsciiHexDigit), "a CallSid that is none");
        if (rawTarget.Length > 0)
            Finding.Unless(!Passes("/voice/queue/a/wait", rawTarget, TwilioAddressTarget.Sign(BaseUrl + "/voice/queue/b/wait", [])) || rawTarget == "/voice/queue/b/wait", "a signature over another address was accepted");
        if (name.Length == 0 || !IsWellFormed(name))
            return;

        var url = Urls.QueueWait(name);
        var path = url.AbsoluteUri[BaseUrl.Length..];
        var read = PathString.FromUriComponent(path).Value!;
        Finding.Unless(path.Count(c => c == '/') == 4 && !path.Contains('?', StringComparison.Ordinal) && !path.Contains('#', StringComparison.Ordinal), "a name that leaves its segment");
        Finding.Unless(QueueEndpoints.Unescaped(read.Split('/')[3]) == name || name.Contains("%2F", StringComparison.OrdinalIgnoreCase), "a name that does not read back");
        Finding.Unless(Passes(read, path, TwilioAddressTarget.Sign(BaseUrl + path, [])), "an address of ours was refused");
        Finding.Unless(!Passes(read, path, TwilioAddressTarget.Changed(TwilioAddressTarget.Sign(BaseUrl + path, []))), "a changed signature was accepted");
    }

    // No text that a settings file can hold: half a surrogate pair. No segment of a path: "." and "..", and the server refuses NUL.
    private static bool IsWellFormed(string name) => !name.EnumerateRunes().Contains(System.Text.Rune.ReplacementChar) && name is not ("." or "..") && !name.Contains('\0', StringComparison.Ordinal);

    private static bool Passes(string path, string rawTarget, string signature)
    {
        var context = new DefaultHttpContext();
        context.Request.Method = "POST";
        context.Request.Path = new PathString(path);
        context.Features.Get<IHttpRequestFeature>()!.RawTarget = rawTarget;
        context.Request.Headers["X-Twilio-Signature"] = signature;
        context.Request.ContentType = "application/x-www-form-urlencoded";
        var passed = false;
        Gate.Before(_ =>
        {
            passed = true;
            return Task.CompletedTask;
        })(context).GetAwaiter().GetResult();
        return passed;
    }

    private static IOptionsMonitor<TwilioOptions> Monitor() => new ServiceCollection()
        .Configure<TwilioOptions>(options => options.AuthToken = TwilioAddressTarget.AuthToken)
        .BuildServiceProvider()
        .GetRequiredService<IOptionsMonitor<TwilioOptions>>();
}
