using System.Net;
using System.Text;
using CallerAuth.IntegrationTests.Service;
using CallerAuth.Simulator.Provider;
using CallerAuth.Voice;
using Line = CallerAuth.Simulator.Line;

namespace CallerAuth.IntegrationTests.Faults;

/// <summary>Webhooks that Twilio did not send, and those that it sends twice, late or in another order.</summary>
public class WebhookTests : IClassFixture<SharedWorld>
{
    private readonly SharedWorld _shared;
    private readonly ServiceUnderTest _service;
    private readonly string _digits;

    public WebhookTests(SharedWorld shared)
    {
        _shared = shared;
        _service = shared.Service;
        _digits = shared.NewNationalId();
        shared.World.Simulator.Mend();
    }

    public static TheoryData<string> Steps =>
        ["/voice/language", "/voice/eid", "/voice/national-id", "/voice/sent", "/voice/hold", "/voice/hold/music", "/voice/retry", "/voice/outcome"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("unsigned")]
    [InlineData("signed with a wrong token")]
    [InlineData("signed for another step")]
    [InlineData("signed for another host")]
    [InlineData("signed before a field was changed")]
    [InlineData("signed before a field was added")]
    [InlineData("signed by nonsense")]
    public async Task A_request_that_Twilio_did_not_sign_is_refused_without_a_word_and_changes_nothing(string how)
    {
        var call = await CollectingAsync();
        var url = _service.Twilio.UrlOf("/voice/national-id");
        var form = call.Form([new("Digits", _digits)]);
        var before = await _service.StoreContentAsync();

        var answer = await _service.Twilio.PostAsync(url, form, SignatureMade(how, url, form), idempotencyToken: null, Cancellation);

        await AssertRefusedAsync(answer, before);
    }

    [Fact]
    public async Task A_JSON_body_is_refused_whatever_signature_it_carries()
    {
        var call = await CollectingAsync();
        var url = _service.Twilio.UrlOf("/voice/national-id");
        var before = await _service.StoreContentAsync();
        var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new StringContent($$"""{"CallSid":"{{call.CallSid}}","Digits":"{{_digits}}"}""", Encoding.UTF8, "application/json") };
        request.Headers.Add(TwilioWebhooks.SignatureHeader, _service.Twilio.Sign(url, []));

        await AssertRefusedAsync(await _service.Twilio.SendAsync(request, Cancellation), before);
    }

    [Fact]
    public async Task A_GET_is_no_step_of_a_call()
    {
        var call = await CollectingAsync();
        var url = new UriBuilder(_service.Twilio.UrlOf("/voice/national-id")) { Query = $"CallSid={call.CallSid}&To=%2B4721000003&Digits={_digits}" }.Uri;
        var before = await _service.StoreContentAsync();
        var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.Add(TwilioWebhooks.SignatureHeader, _service.Twilio.Sign(url, []));

        var answer = await _service.Twilio.SendAsync(request, Cancellation);

        Assert.Contains(answer.Status, new[] { HttpStatusCode.MethodNotAllowed, HttpStatusCode.Forbidden });
        Assert.Equal(before, await _service.StoreContentAsync());
    }

    [Fact]
    public async Task A_request_signed_with_an_additional_token_is_Twilios_own()
    {
        var call = _service.Call(Line.Vestlys);
        var url = _service.Twilio.UrlOf("/voice/incoming");
        var form = call.Form([]);

        var answer = await _service.Twilio.PostAsync(url, form, _service.Twilio.Sign(url, form, SharedWorld.OtherToken), idempotencyToken: null, Cancellation);

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal("/voice/national-id", answer.Asks!.AbsolutePath);
    }

    [Fact]
    public async Task Repeated_fields_are_part_of_what_is_signed_and_the_first_counts()
    {
        var call = await CollectingAsync();

        var answer = await call.PostAsync("/voice/national-id", Cancellation, new("Digits", "0"), new KeyValuePair<string, string>("Digits", _digits));

        Assert.Equal("skipped", answer.Reason);
    }

    [Fact]
    public async Task A_national_ID_posted_many_times_at_once_rings_the_app_once()
    {
        var call = await CollectingAsync();
        var url = _service.Twilio.UrlOf("/voice/national-id");
        var form = call.Form([new("Digits", _digits)]);

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => _service.Twilio.PostAsync(url, form, "the-same-token", Cancellation)));
        await call.PostAsync("/voice/sent", Cancellation);
        await call.UntilAskedInAppAsync(Cancellation);
        await _service.Twilio.PostAsync(url, form, "the-same-token", Cancellation);

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.Status));
        Assert.Single(_shared.OrdersOf(_digits));
        Assert.Empty(_service.LogLinesWith(_digits));
        await EndAsync(call);
    }

    [Fact]
    public async Task An_old_answer_that_comes_again_changes_nothing()
    {
        var call = _service.Call(Line.Nordlys);
        await call.RingAsync(Cancellation);
        var url = call.Last.Asks!;
        var norwegian = call.Form([new("Digits", "1")]);
        await call.PressAsync("2", Cancellation);
        var before = await _service.StoreContentAsync();

        var replayed = await _service.Twilio.PostAsync(url, norwegian, "an-old-token", Cancellation);

        Assert.Equal(call.Last.Body, replayed.Body);
        Assert.Equal(before, await _service.StoreContentAsync());
    }

    [Fact]
    public async Task One_request_delivered_twice_counts_as_one_miss()
    {
        var call = await CollectingAsync();
        var url = _service.Twilio.UrlOf("/voice/national-id");
        var form = call.Form([new("Digits", "")]);

        List<Answer> answers = [];
        foreach (var token in new[] { "first", "first", "second", "second", "third" })
            answers.Add(await _service.Twilio.PostAsync(url, form, token, Cancellation));

        Assert.All(answers.Take(4), answer => Assert.NotNull(answer.Asks));
        Assert.Equal("no_input", answers[4].Reason);
    }

    [Theory]
    [InlineData("/voice/sent")]
    [InlineData("/voice/hold")]
    [InlineData("/voice/hold/music")]
    [InlineData("/voice/retry")]
    [InlineData("/voice/outcome")]
    [InlineData("/voice/language")]
    public async Task A_step_out_of_order_is_answered_with_where_the_call_stands(string step)
    {
        var call = await CollectingAsync();
        var question = call.Last.Body;
        var before = await _service.StoreContentAsync();

        var answer = await call.PostAsync(step, Cancellation, new KeyValuePair<string, string>("Digits", "1"));

        Assert.Equal(question, answer.Body);
        Assert.Equal(before, await _service.StoreContentAsync());
    }

    [Fact]
    public async Task The_outcome_asked_for_too_soon_is_the_waiting()
    {
        var call = await CollectingAsync();
        await call.PressAsync(_digits, Cancellation);
        await call.UntilAskedInAppAsync(Cancellation);

        var answer = await call.PostAsync("/voice/outcome", Cancellation);

        Assert.Equal("/voice/hold/music", answer.Asks!.AbsolutePath);
        await EndAsync(call);
    }

    [Fact]
    public async Task A_call_that_has_ended_stays_ended()
    {
        var call = await CollectingAsync();
        await call.PressAsync(_digits, Cancellation);
        await call.UntilAskedInAppAsync(Cancellation);
        await call.HangUpAsync(Cancellation);

        List<Answer> late = [];
        foreach (var step in Steps)
            late.Add(await call.PostAsync(step.Data, Cancellation, new KeyValuePair<string, string>("Digits", "1")));
        late.Add(await call.RingAsync(Cancellation));

        Assert.All(late, answer => Assert.Equal("<Hangup />", answer.Twiml.Elements().Single().ToString()));
        Assert.Empty(await _service.SettleAsync(TimeSpan.FromSeconds(20), Cancellation));
        Assert.Equal(OrderStatus.AwaitingFirstInteraction, Assert.Single(_shared.OrdersOf(_digits)).StatusAt(TimeProvider.System.GetUtcNow()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("CA123")]
    [InlineData("CA0000000000000000000000000000000g")]
    [InlineData("ca:call:*")]
    [InlineData("XX00000000000000000000000000000001")]
    public async Task A_CallSid_that_is_none_leads_on_and_is_kept_nowhere(string callSid)
    {
        var call = new HandPlayedCall(_service.Twilio, Line.Vestlys) { CallSid = callSid };

        var before = await _service.StoreContentAsync();

        var answer = await call.RingAsync(Cancellation);
        await call.HangUpAsync(Cancellation);

        Assert.Equal("error", answer.Reason);
        Assert.Equal(before, await _service.StoreContentAsync());
    }

    [Theory]
    [MemberData(nameof(Steps))]
    public async Task A_call_that_nobody_knows_is_led_to_an_agent_at_every_step(string step)
    {
        var before = await _service.StoreContentAsync();

        var answer = await _service.Call(Line.Vestlys).PostAsync(step, Cancellation, new KeyValuePair<string, string>("Digits", _digits));

        Assert.Equal(_service.Prompt(Line.Vestlys, PromptKey.Apology), answer.Said);
        Assert.Equal("error", answer.Reason);
        Assert.Equal(before, await _service.StoreContentAsync());
        Assert.Empty(_shared.OrdersOf(_digits));
        Assert.Empty(_service.LogLinesWith(_digits));
    }

    [Fact]
    public async Task A_number_that_is_no_line_of_ours_is_rejected()
    {
        var call = new HandPlayedCall(_service.Twilio, Line.Vestlys) { To = "+4799999999" };
        var before = await _service.StoreContentAsync();

        var answer = await call.RingAsync(Cancellation);

        Assert.Equal("<Reject />", answer.Twiml.Elements().Single().ToString());
        Assert.Equal(before, await _service.StoreContentAsync());
    }

    private async Task<HandPlayedCall> CollectingAsync()
    {
        var call = _service.Call(Line.Vestlys);
        await call.RingAsync(Cancellation);
        return call;
    }

    /// <summary>Later tests compare the store's content, so nothing may be polled there any more.</summary>
    private async Task EndAsync(HandPlayedCall call)
    {
        await call.HangUpAsync(Cancellation);
        Assert.Empty(await _service.SettleAsync(TimeSpan.FromSeconds(20), Cancellation));
    }

    private string? SignatureMade(string how, Uri url, IReadOnlyList<KeyValuePair<string, string>> form) => how switch
    {
        "unsigned" => null,
        "signed with a wrong token" => _service.Twilio.Sign(url, form, "not-the-token"),
        "signed for another step" => _service.Twilio.Sign(_service.Twilio.UrlOf("/voice/incoming"), form),
        "signed for another host" => _service.Twilio.Sign(new UriBuilder(url) { Host = "elsewhere.example" }.Uri, form),
        "signed before a field was changed" => _service.Twilio.Sign(url, form.Select(field => field.Key == "Digits" ? new(field.Key, "0") : field)),
        "signed before a field was added" => _service.Twilio.Sign(url, form.Where(field => field.Key != "Digits")),
        _ => "bm9uc2Vuc2U=",
    };

    private async Task AssertRefusedAsync(Answer answer, string before)
    {
        Assert.Equal(HttpStatusCode.Forbidden, answer.Status);
        Assert.Empty(answer.Body);
        Assert.Equal(before, await _service.StoreContentAsync());
        Assert.Empty(_shared.OrdersOf(_digits));
        Assert.Empty(_service.LogLinesWith(_digits));
    }
}
