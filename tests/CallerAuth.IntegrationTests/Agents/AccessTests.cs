using System.Net;
using System.Security.Claims;
using System.Security.Cryptography;
using CallerAuth.Agents.Access;
using CallerAuth.Audit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.Tokens;
using Line = CallerAuth.Simulator.Line;

namespace CallerAuth.IntegrationTests.Agents;

/// <summary>Who is let in, to do what, for which lines; and who is not.</summary>
public class AccessTests(ApiWorld world) : IClassFixture<ApiWorld>
{
    private const string NobodysId = "07c5d0a4be1f73629ab8d41e5f";

    private static readonly Claim NordlysOnly = new("lines", Line.Nordlys.Number);

    /// <summary>Tokens that do not count, by why.</summary>
    private static readonly Dictionary<string, Func<CompanyIdentityProvider, string>> Bad = new(StringComparer.Ordinal)
    {
        ["expired"] = company => company.Token(expiresIn: TimeSpan.FromMinutes(-1)),
        ["of another issuer"] = company => company.Token(issuer: "https://login.example"),
        ["for another audience"] = company => company.Token(audience: "https://crm.example"),
        ["for nobody"] = company => company.Token(audience: null),
        ["signed by another key"] = company => company.Token(key: new RsaSecurityKey(RSA.Create(2048)) { KeyId = "rsa" }),
        ["not signed"] = company => company.Token(algorithm: "none"),
        ["signed with the public key"] = company => company.TokenSignedWithPublicKey(),
        ["signed by an algorithm that is not allowed"] = company => company.Token(algorithm: SecurityAlgorithms.RsaSha512),
        ["with a changed claim"] = company => Changed(company.Token()),
        ["without its signature"] = company => company.Token()[..(company.Token().LastIndexOf('.') + 1)],
        ["no token"] = _ => "not.a.token",
        ["an unknown key"] = _ => ApiKey.New(),
        ["a key's hash"] = _ => ApiKey.HashOf(ApiWorld.ReaderKey),
        ["empty"] = _ => " ",
    };

    public static TheoryData<string> BadTokens => [.. Bad.Keys];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(BadTokens))]
    public async Task A_token_that_does_not_count_opens_nothing(string which)
    {
        var api = world.ClientWith(Bad[which](world.Company));
        var nationalId = world.NewNationalId();

        ApiAnswerRead[] answers =
        [
            await api.StartAsync(ApiClient.Norwegian(nationalId, Line.Nordlys), Cancellation),
            await api.ReadAsync(NobodysId, Cancellation),
            await api.CancelAsync(NobodysId, Cancellation),
            await api.GetAsync($"/api/verifications/{NobodysId}/events", Cancellation),
        ];

        Assert.All(answers, answer =>
        {
            Assert.Equal((HttpStatusCode.Unauthorized, "unauthorized"), (answer.Status, answer.Problem));
            Assert.StartsWith("Bearer realm=\"callerauth\"", answer.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
        });
        Assert.Empty(world.OrdersOf(nationalId));
    }

    [Fact]
    public async Task Nobody_in_particular_is_asked_who_they_are()
    {
        var answer = await world.ClientWith(null).ReadAsync(NobodysId, Cancellation);

        Assert.Equal((HttpStatusCode.Unauthorized, "Bearer realm=\"callerauth\""), (answer.Status, answer.Headers.WwwAuthenticate.ToString()));
    }

    [Fact]
    public async Task Who_shows_two_keys_is_not_let_in()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/verifications/{NobodysId}");
        request.Headers.Add("X-Api-Key", ApiWorld.ReaderKey);

        Assert.Equal(HttpStatusCode.Unauthorized, (await world.Api.SendAsync(request, Cancellation)).Status);
    }

    [Fact]
    public async Task A_key_counts_in_its_own_header_too()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/verifications/{NobodysId}");
        request.Headers.Add("X-Api-Key", ApiWorld.ReaderKey);

        Assert.Equal(HttpStatusCode.NotFound, (await world.ClientWith(null).SendAsync(request, Cancellation)).Status);
    }

    [Theory]
    [InlineData(SecurityAlgorithms.RsaSha256)]
    [InlineData(SecurityAlgorithms.RsaSsaPssSha256)]
    [InlineData(SecurityAlgorithms.EcdsaSha256)]
    public async Task A_token_of_the_companys_is_let_in_and_its_bearer_is_named_in_the_audit_trail(string algorithm)
    {
        var api = world.ClientWith(world.Company.Token(key: algorithm == SecurityAlgorithms.EcdsaSha256 ? world.Company.EcKey : null, algorithm: algorithm, claims: NordlysOnly));

        var started = await api.StartAsync(ApiClient.Norwegian(world.NewNationalId(), Line.Nordlys), Cancellation);
        await api.UntilPendingAsync(started["id"]!, Cancellation);
        await api.CancelAsync(started["id"]!, Cancellation);
        await api.UntilEndedAsync(started["id"]!, Cancellation);

        Assert.Equal("agent:kari@nordlys.example", started["askedBy"]);
        Assert.Equal(
            ["cancel_asked agent:kari@nordlys.example", "cancelled agent:kari@nordlys.example", "looked agent:kari@nordlys.example"],
            await AuditedAsync(started["id"]!, 3));
    }

    [Fact]
    public async Task A_client_that_acts_for_itself_is_a_system()
    {
        var api = world.ClientWith(world.Company.Token(claims: [NordlysOnly, new Claim("client_id", "5b0d")]));

        Assert.Equal("system:5b0d", (await api.StartAsync(ApiClient.Norwegian(world.NewNationalId(), Line.Nordlys), Cancellation))["askedBy"]);
    }

    [Fact]
    public async Task Each_who_looks_is_written_down_once()
    {
        var id = await world.PendingAsync(world.NewNationalId(), Cancellation);
        var reader = world.ClientWith(ApiWorld.ReaderKey);
        for (var look = 0; look < 3; look++)
            await reader.ReadAsync(id, Cancellation);

        Assert.Equal(["looked system:reader", "looked system:simulator"], await AuditedAsync(id, 2));
    }

    [Fact]
    public async Task Who_wants_the_words_spoken_is_written_down()
    {
        var id = await world.PendingAsync(world.NewNationalId(), Cancellation);

        for (var wish = 0; wish < 2; wish++)
            Assert.Equal("cannot-announce", (await world.Api.SendAsync(new HttpRequestMessage(HttpMethod.Post, $"/api/verifications/{id}/announcement"), Cancellation)).Problem);

        Assert.Contains("announce_asked system:simulator", await AuditedAsync(id, 2));
        // One look, one wish.
        Assert.Equal(2, await world.Service.AuditLinesAsync(id));
    }

    [Theory]
    [InlineData("verifications.read", "verifications.write")]
    [InlineData("openid profile", "verifications.read")]
    [InlineData(null, "verifications.read")]
    [InlineData("verifications.writer verifications", "verifications.write")]
    public async Task A_scope_that_is_missing_is_named(string? scope, string missing)
    {
        var api = world.ClientWith(world.Company.Token(scope, claims: NordlysOnly));

        var answer = missing == Scope.Read
            ? await api.ReadAsync(NobodysId, Cancellation)
            : await api.StartAsync(ApiClient.Norwegian(world.NewNationalId(), Line.Nordlys), Cancellation);

        Assert.Equal((HttpStatusCode.Forbidden, "forbidden"), (answer.Status, answer.Problem));
        Assert.EndsWith($"error=\"insufficient_scope\", scope=\"{missing}\"", answer.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_may_only_read_does_not_see_the_words()
    {
        var id = await world.PendingAsync(world.NewNationalId(), Cancellation);

        var read = await world.ClientWith(ApiWorld.ReaderKey).ReadAsync(id, Cancellation);

        Assert.Equal(("pending", null), (read["status"], read["words"]));
        Assert.NotNull((await world.Api.ReadAsync(id, Cancellation))["words"]);
    }

    [Fact]
    public async Task A_verification_of_another_line_is_not_there()
    {
        var id = await world.PendingAsync(world.NewNationalId(), Cancellation);

        foreach (var api in new[] { world.ClientWith(ApiWorld.NorrskenKey), world.ClientWith(world.Company.Token()), world.ClientWith(world.Company.Token(claims: new Claim("lines", Line.Norrsken.Number))) })
        {
            ApiAnswerRead[] answers = [await api.ReadAsync(id, Cancellation), await api.CancelAsync(id, Cancellation), await api.GetAsync($"/api/verifications/{id}/events", Cancellation)];

            Assert.All(answers, answer => Assert.Equal((HttpStatusCode.NotFound, "not-found"), (answer.Status, answer.Problem)));
            // Nothing tells it from one that never was.
            Assert.Equal((await api.ReadAsync(NobodysId, Cancellation)).Text, answers[0].Text);
        }

        Assert.Equal("pending", (await world.Api.ReadAsync(id, Cancellation))["status"]);
    }

    [Fact]
    public async Task A_line_that_somebody_may_not_act_for_is_no_line()
    {
        var api = world.ClientWith(ApiWorld.NorrskenKey);
        var nationalId = world.NewNationalId();

        var forbidden = await api.StartAsync(ApiClient.Norwegian(nationalId, Line.Nordlys), Cancellation);
        var unknown = await world.Api.StartAsync(ApiClient.Norwegian(nationalId, Line.Nordlys with { Number = "+4799999999" }), Cancellation);

        Assert.Equal((HttpStatusCode.UnprocessableEntity, "invalid"), (forbidden.Status, forbidden.Problem));
        Assert.NotNull(forbidden.ErrorIn("line"));
        Assert.Equal(unknown.Text, forbidden.Text);
        Assert.Empty(world.OrdersOf(nationalId));
    }

    [Fact]
    public async Task Who_may_act_for_some_lines_only_names_no_task_alone()
    {
        const string TaskSid = "WT00000000000000000000000000000001";
        var (limited, nationalId) = (world.ClientWith(ApiWorld.NorrskenKey), world.NewNationalId());
        var body = ApiClient.Norwegian(nationalId, Line.Norrsken);
        body["eid"] = "se-bankid";
        body["taskSid"] = TaskSid;
        var ours = ApiClient.Norwegian(nationalId, Line.Nordlys);
        ours["taskSid"] = TaskSid;

        var refused = await limited.StartAsync(body, Cancellation);
        var rung = world.OrdersOf(nationalId).Count();
        var accepted = await world.Api.StartAsync(ours, Cancellation);

        Assert.Equal((HttpStatusCode.UnprocessableEntity, "invalid", 0), (refused.Status, refused.Problem, rung));
        Assert.NotNull(refused.ErrorIn("taskSid"));
        Assert.Equal(HttpStatusCode.Accepted, accepted.Status);
    }

    private async Task<IReadOnlyList<string>> AuditedAsync(string id, int count)
    {
        var trail = world.Service.Services.GetRequiredService<AuditTrail>();
        for (var looks = 0; ; looks++)
        {
            List<string> found = [];
            await foreach (var record in trail.ReadAsync(trail.Today.AddDays(-1), trail.Today, Cancellation))
            {
                if (record?.VerificationId == id)
                    found.Add($"{record.Outcome} {record.AskedBy}");
            }

            if (found.Count >= count || looks > 100)
                return [.. found.Order(StringComparer.Ordinal)];
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, Cancellation);
        }
    }

    private static string Changed(string token)
    {
        var parts = token.Split('.');
        var claims = Base64UrlEncoder.Decode(parts[1]).Replace("kari@", "root@", StringComparison.Ordinal);
        return $"{parts[0]}.{Base64UrlEncoder.Encode(claims)}.{parts[2]}";
    }
}
