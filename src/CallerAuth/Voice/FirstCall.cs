using System.Diagnostics.CodeAnalysis;
using System.Net.Mime;
using System.Security.Cryptography;
using System.Text;
using CallerAuth.Calls;
using CallerAuth.Lines;
using Microsoft.Extensions.Options;

namespace CallerAuth.Voice;

/// <summary>
/// Goes once through what a call meets, as soon as the service takes calls: what is run for the first time is compiled then, and the
/// first caller need not wait for it. Nobody calls, so nothing is written, counted or logged, and the CallSid is one that Twilio never gives.
/// </summary>
internal sealed class FirstCall(
    EndpointDataSource endpoints,
    IServiceScopeFactory scopes,
    IOptions<TwilioOptions> twilio,
    IOptions<PublicOptions> address,
    IOptions<LinesOptions> lines,
    LineDirectory directory,
    CallScript script,
    Rehearsal rehearsal,
    IHostApplicationLifetime lifetime) : IHostedService
{
    /// <summary>Any step does: its signature, its form and its answer are handled like those of all others.</summary>
    private const string Step = "/voice/hold";

    private static readonly string Nobody = "CA" + new string('0', 32);

    /// <summary>Begun when the service had started; whether it came to its end.</summary>
    public Task<bool> Played { get; private set; } = Task.FromResult(false);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        lifetime.ApplicationStarted.Register(() => Played = Task.Run(() => PlayAsync(lifetime.ApplicationStopping), CancellationToken.None));
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task<bool> PlayAsync(CancellationToken cancellationToken)
    {
        try
        {
            // Of the key that stands for any other number, too, there is a line.
            var (number, line) = (lines.Value.Lines.Keys.First(), directory.First);
            var greeted = CallFlow.Begin(Nobody, number, line);
            script.For(greeted, line).ToString();
            await rehearsal.PlayAsync(greeted).WaitAsync(cancellationToken);
            return await PostAsync(number);
        }
#pragma warning disable CA1031 // Without it the first caller waits a little longer, as when the store is away.
        catch
        {
            return false;
        }
#pragma warning restore CA1031
    }

    /// <summary>Signed as by Twilio, but for no call: answered with an apology before anything is looked up.</summary>
    private async Task<bool> PostAsync(string number)
    {
        var step = endpoints.Endpoints.OfType<RouteEndpoint>().FirstOrDefault(endpoint => endpoint.RoutePattern.RawText == Step);
        if (step?.RequestDelegate is not { } answerAsync)
            return false;
        await using var scope = scopes.CreateAsyncScope();
        var context = new DefaultHttpContext { RequestServices = scope.ServiceProvider };
        var body = new MemoryStream(Encoding.UTF8.GetBytes("To=" + Uri.EscapeDataString(number)));
        context.SetEndpoint(step);
        context.Request.Method = HttpMethods.Post;
        context.Request.Path = Step;
        context.Request.ContentType = MediaTypeNames.Application.FormUrlEncoded;
        context.Request.ContentLength = body.Length;
        context.Request.Body = body;
        context.Request.Headers["X-Twilio-Signature"] = Signature("To" + number);
        await answerAsync(context);
        return context.Response.StatusCode == StatusCodes.Status200OK;
    }

    [SuppressMessage("Security", "CA5350", Justification = "Twilio signs with HMAC-SHA1.")]
    private string Signature(string fields)
    {
        var options = twilio.Value;
        var own = options.RequestValidation.BaseUrlOverride;
        var signed = (own.Length > 0 ? own : address.Value.PublicBaseUrl).TrimEnd('/') + Step + fields;
        return Convert.ToBase64String(HMACSHA1.HashData(Encoding.UTF8.GetBytes(options.SigningTokens()[0]), Encoding.UTF8.GetBytes(signed)));
    }
}
