using System.Security.Cryptography;
using CallerAuth.IntegrationTests.Service;
using CallerAuth.IntegrationTests.Stores;
using CallerAuth.Simulator;
using CallerAuth.Simulator.Provider;
using CallerAuth.Simulator.Scenarios;
using Line = CallerAuth.Simulator.Line;

namespace CallerAuth.IntegrationTests.WholeCall;

/// <summary>What docs/operations.md says of a deploy and of changed keys, tried with a caller in the middle of a call.</summary>
public class RotationTests
{
    [Fact]
    public async Task A_deploy_with_a_new_signing_key_hash_key_and_Twilio_token_is_not_heard_by_a_caller_who_waits()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var world = await World.StartAsync(StoreKind.Redis, cancellation);
        await using var balancer = await LoadBalancer.StartAsync(cancellation);
        using var newKey = new ClientKey();
        var newKeyPath = Path.GetTempFileName();
        await File.WriteAllTextAsync(newKeyPath, newKey.PrivatePem, cancellation);
        var newHashKey = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
        const string NewToken = "the-account-s-new-auth-token";

        // Steps one and two: the provider knows both public keys, and what runs knows the hash key and the token to come.
        world.Simulator.Provider.Clients.Register(new RegisteredClient(world.Simulator.Options.ClientId, world.Simulator.ClientKey.PublicJwk) { NextKey = newKey.PublicJwk });
        var before = world.StartService(balancer.Url, new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Privacy:OtherNationalIdHashKeys:0"] = newHashKey,
            ["Twilio:RequestValidation:AdditionalAuthTokens:0"] = NewToken,
        });
        balancer.SendTo(before);
        using var oldToken = new TwilioWebhooks(balancer.Url, world.Simulator.Options.AuthToken);
        var call = new HandPlayedCall(oldToken, Line.Vestlys);
        await call.RingAsync(cancellation);
        await call.PressAsync(People.Norwegian(240).NationalId, cancellation);
        await call.UntilAskedInAppAsync(cancellation);

        // Step three: instances with what is new, beside the old ones and then instead of them.
        var oldHashKey = world.HashKey;
        var after = world.StartService(balancer.Url, new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Ciba:PrivateKeyPath"] = newKeyPath,
            ["Ciba:KeyId"] = newKey.KeyId,
            ["Privacy:NationalIdHashKey"] = newHashKey,
            ["Privacy:OtherNationalIdHashKeys:0"] = oldHashKey,
            ["Twilio:AuthToken"] = NewToken,
            ["Twilio:RequestValidation:AdditionalAuthTokens:0"] = world.Simulator.Options.AuthToken,
        });
        balancer.SendTo(after);
        await before.DisposeAsync();

        var orders = world.Simulator.Provider.Orders;
        Assert.Single(orders).MoveTo(OrderStatus.Approved);
        // The old token still signs this call's webhooks; the next caller's are signed with the new one.
        var end = await call.UntilHandedOnAsync(cancellation);
        Assert.Equal("verified", end.CallerVerification!["status"]!.ToString());

        var next = new HandPlayedCall(after.Twilio, Line.Vestlys);
        await next.RingAsync(cancellation);
        await next.PressAsync(People.Norwegian(241).NationalId, cancellation);
        await next.UntilAskedInAppAsync(cancellation);
        Assert.Equal(new Manners(0, 0, 0, 0), Manners.Of(world.Simulator.Provider));
        File.Delete(newKeyPath);
    }
}
