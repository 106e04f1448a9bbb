using CallerAuth.Calls;
using CallerAuth.Identity;
using CallerAuth.IntegrationTests.Service;
using CallerAuth.IntegrationTests.Stores;
using CallerAuth.Lines;
using CallerAuth.Verification;
using CallerAuth.Voice;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Primitives;
using Line = CallerAuth.Simulator.Line;

namespace CallerAuth.IntegrationTests.Voice;

/// <summary>The outcome is written, but its document is made too late: the caller hears an apology and goes where unverified callers go.</summary>
public class LateOutcomeTests
{
    private static readonly VerificationId Id = VerificationId.TryParse("07" + new string('a', 24), out var id) ? id : default;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("slow", "reason=error,status=unverified")]
    [InlineData("another", "status=verified")]
    public async Task What_everybody_is_told_is_what_the_caller_heard(string apologised, string told)
    {
        await using var world = await World.StartAsync(StoreKind.Embedded, Cancellation);
        var service = world.StartService();
        var steps = service.Services.GetRequiredService<VoiceSteps>();
        var line = service.Services.GetRequiredService<LineDirectory>().Find(Line.Nordlys.Number)!;
        var call = await VerifiedAsync(service);

        // Twilio may send each again, so a test may, too.
        await Patience.LookAsync(() => steps.OutcomeAsync(Webhook(call, "slow"), line));
        await Patience.LookAsync(() => steps.ApologisedAsync(Webhook(call, apologised)));

        var standing = (await Patience.LookAsync(() => service.Services.GetRequiredService<CallStore>().FindAsync(call.CallSid)))!;
        var members = CallerAuth.Routing.CallerVerification.Of(standing.State, []).Members.Where(member => member.Key is "status" or "reason");
        Assert.Equal(told, string.Join(',', members.Select(member => $"{member.Key}={member.Value}").Order(StringComparer.Ordinal)));
    }

    private static async Task<Call> VerifiedAsync(ServiceUnderTest service)
    {
        var identity = new StoredIdentity { EId = "no-bankid", Acr = "acr", AuthenticatedAt = default, Subject = "somebody", Claims = new Dictionary<string, string>(StringComparer.Ordinal) };
        var call = Some.Call() with { State = new CallState.Verified(Id, identity, Handoff.First) };
        // Saved a second time, it stands there already.
        return (await Patience.LookAsync(() => service.Services.GetRequiredService<CallStore>().SaveAsync(call).AsTask())).Standing!;
    }

    private static VoiceWebhook Webhook(Call call, string token)
    {
        var context = new DefaultHttpContext();
        context.Request.Headers["I-Twilio-Idempotency-Token"] = token;
        context.Request.Form = new FormCollection(new Dictionary<string, StringValues>(StringComparer.Ordinal) { ["CallSid"] = call.CallSid, ["To"] = call.To });
        return VoiceWebhook.From(context.Request);
    }
}
