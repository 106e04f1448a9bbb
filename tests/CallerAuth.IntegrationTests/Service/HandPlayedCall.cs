using System.Net;

namespace CallerAuth.IntegrationTests.Service;

/// <summary>
/// A call whose webhooks the test posts itself, one by one, so that it can go wrong between any two of them. Keys go where the
/// last document asked for them.
/// </summary>
internal sealed class HandPlayedCall(TwilioWebhooks twilio, Simulator.Line line)
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(50);
    private const int LooksMax = 600;

    public TwilioWebhooks Twilio { get; } = twilio;

    public string CallSid { get; init; } = Some.CallSid();

    public string To { get; init; } = line.Number;

    /// <summary>Every answer of this call, oldest first.</summary>
    public List<Answer> Answers { get; } = [];

    public Answer Last => Answers[^1];

    public Task<Answer> RingAsync(CancellationToken cancellationToken) => PostAsync("/voice/incoming", cancellationToken);

    /// <summary>Presses keys, or none, where the last document asks for them.</summary>
    public Task<Answer> PressAsync(string keys, CancellationToken cancellationToken) =>
        PostAsync(Last.Asks ?? throw new InvalidOperationException($"Nobody asks for keys: {Last.Body}"), [new("Digits", keys)], cancellationToken);

    /// <summary>Waits, round after round, until a document does not send the caller back to waiting or is as wished.</summary>
    public async Task<Answer> WaitAsync(Func<Answer, bool> until, CancellationToken cancellationToken)
    {
        for (var looks = 0; !until(Last); looks++)
        {
            Assert.True(looks < LooksMax, $"It did not come. Last heard: {Last.Body}");
            await Task.Delay(BetweenLooks, TimeProvider.System, cancellationToken);
            await PressAsync("", cancellationToken);
        }

        return Last;
    }

    public Task<Answer> UntilHandedOnAsync(CancellationToken cancellationToken) => WaitAsync(answer => answer.Asks is null, cancellationToken);

    /// <summary>Until the app has been asked and the caller is told what to do there.</summary>
    public Task<Answer> UntilAskedInAppAsync(CancellationToken cancellationToken) =>
        WaitAsync(answer => answer.Asks?.AbsolutePath == "/voice/hold/music", cancellationToken);

    public Task<Answer> PostAsync(string step, CancellationToken cancellationToken, params KeyValuePair<string, string>[] more) =>
        PostAsync(Twilio.UrlOf(step), more, cancellationToken);

    public async Task<Answer> PostAsync(Uri url, IReadOnlyList<KeyValuePair<string, string>> more, CancellationToken cancellationToken)
    {
        var answer = await Twilio.PostAsync(url, Form(more), Guid.NewGuid().ToString(), cancellationToken);
        Assert.True(answer.Status is HttpStatusCode.OK or HttpStatusCode.NoContent, $"{url.AbsolutePath} answered {(int)answer.Status}");
        if (answer.Status == HttpStatusCode.OK)
        {
            Assert.Equal("application/xml", answer.MediaType);
            Assert.Equal("Response", answer.Twiml.Name.LocalName);
            Answers.Add(answer);
        }

        return answer;
    }

    public Task<Answer> HangUpAsync(CancellationToken cancellationToken) => PostAsync("/voice/status", cancellationToken, new KeyValuePair<string, string>("CallStatus", "completed"));

    /// <summary>Twilio's standard parameters and what the step adds to them.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Form(IReadOnlyList<KeyValuePair<string, string>> more)
    {
        List<KeyValuePair<string, string>> form =
        [
            new("CallSid", CallSid),
            new("AccountSid", "AC00000000000000000000000000000001"),
            new("From", "+4790000001"),
            new("To", To),
            new("ApiVersion", "2010-04-01"),
            new("Direction", "inbound"),
        ];
        if (more.All(field => field.Key != "CallStatus"))
            form.Add(new("CallStatus", "in-progress"));
        return [.. form, .. more];
    }
}
