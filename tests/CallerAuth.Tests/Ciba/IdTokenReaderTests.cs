using System.Text;
using System.Text.Json.Nodes;
using CallerAuth.Ciba;
using CallerAuth.Identity;
using CallerAuth.Tests.Identity;
using CsCheck;
using Microsoft.IdentityModel.Tokens;

namespace CallerAuth.Tests.Ciba;

public sealed class IdTokenReaderTests : IDisposable
{
    private readonly CibaRig _rig = new();

    private long Now => _rig.Clock.GetUtcNow().ToUnixTimeSeconds();

    [Fact]
    public async Task A_good_token_gives_the_identity_and_its_claims()
    {
        var identity = Assert.IsType<PollResult.Approved>(await _rig.RedeemNorwegianAsync(_ => { })).Identity;

        Assert.Equal("no-bankid", identity.EId);
        Assert.Equal("urn:grn:authn:no:bankid:substantial", identity.Acr);
        Assert.Equal("{8f8c2c2c-f0f0-4b6b-9c3f-4a1d6c1b7a11}", identity.Subject);
        Assert.Equal(_rig.Clock.GetUtcNow().AddSeconds(-2), identity.AuthenticatedAt);
        Assert.Equal(
            ["birthdate", "country", "family_name", "given_name", "name", "socialno", "uniqueuserid"],
            identity.Claims.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("Test Testesen", identity.Claims["name"]);
    }

    [Fact]
    public async Task A_good_Swedish_token_is_believed() =>
        Assert.Equal(The.SwedishDigits, Assert.IsType<PollResult.Approved>(await _rig.RedeemSwedishAsync(_ => { })).Identity.Claims["ssn"]);

    public static TheoryData<string, string> Spoilt => new()
    {
        { "iss is a number", "iss" },
        { "iss with a slash at its end", "iss" },
        { "iss in other letters", "iss" },
        { "aud is an empty array", "aud" },
        { "aud is a number", "aud" },
        { "aud holds a number beside ours", "aud" },
        { "azp is somebody else", "azp" },
        { "azp is a number", "azp" },
        { "exp is text", "exp" },
        { "exp was a minute and a second ago", "exp" },
        { "nbf is in two minutes", "nbf" },
        { "nbf is text", "nbf" },
        { "no iat", "iat" },
        { "iat is text", "iat" },
        { "iat is in two minutes", "iat" },
        { "iat is twelve minutes old", "iat" },
        { "no sub", "sub" },
        { "empty sub", "sub" },
        { "sub is a number", "sub" },
        { "auth_req_id of another request", "auth_req_id" },
        { "auth_req_id is null", "auth_req_id" },
        { "Swedish authenticationtype", "authenticationtype" },
        { "no authenticationtype", "authenticationtype" },
        { "authenticationtype is an array", "authenticationtype" },
        { "alg HS256 with the public key as secret", "alg" },
        { "alg none", "alg" },
        { "alg in small letters", "alg" },
        { "no alg", "alg" },
        { "crit", "crit" },
        { "an access token", "typ" },
        { "a logout token", "typ" },
        { "a key of our own under the provider's kid", "signature" },
        { "unknown kid", "key" },
    };

    [Theory]
    [MemberData(nameof(Spoilt))]
    public async Task A_spoilt_token_is_not_believed(string how, string check)
    {
        var result = await _rig.RedeemNorwegianAsync(token => Spoil(token, how));

        Assert.Equal(new PollResult.Failed($"id_token: {check}"), result);
        Assert.All(_rig.Logs, line => Assert.DoesNotContain("Testesen", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_key_inside_the_token_is_never_used()
    {
        var result = await _rig.RedeemNorwegianAsync(token =>
        {
            token.Key = TestKeys.ProviderNext;
            token.Header["jwk"] = JsonNode.Parse(TestKeys.PublicJwk(TestKeys.ProviderNext, TestToken.Kid));
            token.Header["jku"] = "https://evil.example.com/jwks";
        });

        Assert.Equal(new PollResult.Failed("id_token: signature"), result);
        Assert.All(_rig.Provider.Requests, request => Assert.Equal("acme.idura.broker", request.Address.Host));
    }

    [Fact]
    public async Task Times_within_the_skew_are_believed() =>
        Assert.IsType<PollResult.Approved>(await _rig.RedeemNorwegianAsync(token =>
        {
            token.Claims["exp"] = Now - 59;
            token.Claims["nbf"] = Now + 59;
            token.Claims["iat"] = Now + 59.5;
        }));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_auth_req_id_or_azp_that_is_ours_is_believed(bool asAcr) =>
        Assert.IsType<PollResult.Approved>(await _rig.RedeemNorwegianAsync(token =>
        {
            token.Claims["azp"] = CibaRig.ClientId;
            token.Claims["urn:openid:params:jwt:claim:auth_req_id"] = CibaRig.AuthReqIdText;
            if (asAcr)
            {
                token.Claims.Remove("authenticationtype");
                token.Claims["acr"] = "urn:grn:authn:no:bankid";
            }
        }));

    [Fact]
    public async Task A_claim_that_stands_twice_is_refused_wherever_it_stands()
    {
        var token = TestToken.Norwegian(_rig.Clock.GetUtcNow());
        var header = token.Header.ToJsonString();
        var payload = token.Claims.ToJsonString();

        var twiceInPayload = token.Sign(header, payload[..^1] + ""","sub":"somebody"}""");
        var twiceEscaped = token.Sign(header, payload[..^1] + ""","\u0073ub":"somebody"}""");
        var twiceInHeader = token.Sign(header[..^1] + ""","alg":"RS256"}""", payload);
        var twiceDeep = token.Sign(header, payload[..^1] + ""","details":{"a":1,"a":2}}""");

        foreach (var idToken in new[] { twiceInPayload, twiceEscaped, twiceInHeader, twiceDeep })
            Assert.Equal(new PollResult.Failed("id_token: form"), await _rig.RedeemNorwegianAsync(idToken));
    }

    [Theory]
    [InlineData("", "form")]
    [InlineData("a", "form")]
    [InlineData("a.b", "form")]
    [InlineData("a.b.c.d", "form")]
    [InlineData("a.b.c.d.e", "encrypted")]
    [InlineData("....", "encrypted")]
    [InlineData("e30.e30.e30 ", "form")]
    [InlineData("e30=.e30.e30", "form")]
    [InlineData("W10.e30.e30", "form")]
    [InlineData("e30.bnVsbA.e30", "form")]
    public async Task What_is_no_signed_token_is_refused(string idToken, string check) =>
        Assert.Equal(new PollResult.Failed($"id_token: {check}"), await ReadAsync(idToken));

    [Fact]
    public async Task A_token_of_more_than_64_KiB_is_refused() =>
        Assert.Equal(new PollResult.Failed("id_token: size"), await ReadAsync(new string('a', IdToken.MaxLength + 1)));

    [Fact]
    public async Task Text_that_is_not_Unicode_is_refused()
    {
        var token = TestToken.Norwegian(_rig.Clock.GetUtcNow());
        var idToken = token.Sign(token.Header.ToJsonString(), token.Claims.ToJsonString()[..^1] + ""","nickname":"\ud800"}""");

        Assert.Equal(new PollResult.Failed("id_token: form"), await ReadAsync(idToken));
    }

    [Fact]
    public void No_text_makes_the_reading_throw() =>
        Gen.Select(Gen.String, Gen.String, Gen.String).Sample((header, payload, signature) =>
        {
            var parsed = IdToken.TryParse($"{Base64UrlEncoder.Encode(header)}.{Base64UrlEncoder.Encode(payload)}.{signature}", out var token, out var fault);

            Assert.Equal(parsed, token is not null);
            Assert.Equal(parsed, fault is null);
        });

    [Fact]
    public async Task A_number_where_text_should_be_is_a_mismatch() =>
        Assert.IsType<PollResult.Mismatch>(await _rig.RedeemSwedishAsync(token => token.Claims["ssn"] = long.Parse(The.SwedishDigits, System.Globalization.CultureInfo.InvariantCulture)));

    [Fact]
    public async Task A_Norwegian_token_without_number_needs_the_birth_date_to_agree()
    {
        Assert.IsType<PollResult.Approved>(await _rig.RedeemNorwegianAsync(token => token.Claims.Remove("socialno")));
        Assert.IsType<PollResult.Mismatch>(await _rig.RedeemNorwegianAsync(token =>
        {
            token.Claims.Remove("socialno");
            token.Claims["birthdate"] = "2015-05-04";
        }));
        Assert.IsType<PollResult.Mismatch>(await _rig.RedeemNorwegianAsync(token =>
        {
            token.Claims.Remove("socialno");
            token.Claims.Remove("birthdate");
        }));
    }

    [Fact]
    public async Task A_wrong_number_is_not_saved_by_a_right_birth_date() =>
        Assert.IsType<PollResult.Mismatch>(await _rig.RedeemNorwegianAsync(token => token.Claims["socialno"] = ""));

    [Fact]
    public async Task Where_the_number_is_required_a_birth_date_is_not_enough()
    {
        using var strict = new CibaRig(("Ciba:RequireNationalIdClaim", "true"));

        Assert.IsType<PollResult.Mismatch>(await strict.RedeemNorwegianAsync(token => token.Claims.Remove("socialno")));
        Assert.IsType<PollResult.Approved>(await strict.RedeemNorwegianAsync(_ => { }));
    }

    [Fact]
    public async Task A_Swedish_token_without_number_is_a_mismatch_whatever_its_birth_date() =>
        Assert.IsType<PollResult.Mismatch>(await _rig.RedeemSwedishAsync(token =>
        {
            token.Claims.Remove("ssn");
            token.Claims["birthdate"] = "1890-01-01";
        }));

    [Fact]
    public async Task Claims_are_handed_on_within_bounds()
    {
        var identity = Assert.IsType<PollResult.Approved>(await _rig.RedeemNorwegianAsync(token =>
        {
            token.Claims["evidence"] = "signed";
            token.Claims["nickname"] = new string('x', IdTokenIdentity.MaxValueLength + 1);
            token.Claims["street"] = "one\r\ntwo";
            token.Claims["phone_number_verified"] = true;
            for (var i = 0; i < 100; i++)
                token.Claims[$"extra{i}"] = "x";
        })).Identity;

        Assert.Equal(IdTokenIdentity.MaxClaims, identity.Claims.Count);
        Assert.All(["evidence", "nickname", "street", "phone_number_verified", "iss", "sub"], claim => Assert.DoesNotContain(claim, identity.Claims.Keys));
    }

    [Fact]
    public async Task A_moment_of_authentication_after_the_token_is_not_repeated()
    {
        var identity = Assert.IsType<PollResult.Approved>(await _rig.RedeemNorwegianAsync(token => token.Claims["authenticationinstant"] = "2126-01-01T00:00:00Z")).Identity;

        Assert.Equal(_rig.Clock.GetUtcNow(), identity.AuthenticatedAt);
    }

    [Theory]
    [InlineData("PS256")]
    [InlineData("ES256")]
    public async Task Another_registered_algorithm_is_believed_and_RS256_no_longer(string algorithm)
    {
        using var rig = new CibaRig(("Ciba:IdTokenSigningAlgorithms:0", algorithm));
        rig.Provider.Jwks = TestKeys.Jwks(TestKeys.PublicJwk(TestKeys.Provider, "rsa"), TestKeys.PublicJwk(TestKeys.ProviderEc, "ec"));

        var result = await rig.RedeemNorwegianAsync(token =>
        {
            token.Header["alg"] = algorithm;
            token.Header["kid"] = algorithm == "ES256" ? "ec" : "rsa";
            token.Key = algorithm == "ES256" ? TestKeys.ProviderEc : TestKeys.Provider;
        });

        Assert.IsType<PollResult.Approved>(result);
        Assert.Equal(new PollResult.Failed("id_token: alg"), await rig.RedeemNorwegianAsync(token => token.Header["kid"] = "rsa"));
    }

    [Theory]
    [InlineData("enc", null)]
    [InlineData("sig", "PS256")]
    public async Task A_key_meant_for_something_else_is_not_used(string use, string? alg)
    {
        _rig.Provider.Jwks = TestKeys.Jwks(TestKeys.PublicJwk(TestKeys.Provider, TestToken.Kid, use, alg));

        Assert.Equal(new PollResult.Failed("id_token: key"), await _rig.RedeemNorwegianAsync(_ => { }));
    }

    [Fact]
    public async Task A_token_without_kid_is_read_only_where_the_provider_has_one_key()
    {
        Assert.IsType<PollResult.Approved>(await _rig.RedeemNorwegianAsync(token => token.Header.Remove("kid")));

        using var two = new CibaRig();
        two.Provider.Jwks = TestKeys.Jwks(TestKeys.PublicJwk(TestKeys.Provider, "one"), TestKeys.PublicJwk(TestKeys.ProviderNext, "two"));
        Assert.Equal(new PollResult.Failed("id_token: key"), await two.RedeemNorwegianAsync(token => token.Header.Remove("kid")));
    }

    public void Dispose() => _rig.Dispose();

    private Task<PollResult> ReadAsync(string idToken) =>
        _rig.Get<IdTokenReader>().ReadAsync(
            _rig.Norwegian,
            AuthReqId.Parse(CibaRig.AuthReqIdText),
            new Claimant("no-bankid", The.Hasher.Hash(The.Norwegian()), null),
            idToken,
            TestContext.Current.CancellationToken);

    private void Spoil(TestToken token, string how)
    {
        var claims = token.Claims;
        Action spoil = how switch
        {
            "iss is a number" => () => claims["iss"] = 1,
            "iss with a slash at its end" => () => claims["iss"] = CibaRig.Authority + "/",
            "iss in other letters" => () => claims["iss"] = CibaRig.Authority.ToUpperInvariant(),
            "aud is an empty array" => () => claims["aud"] = new JsonArray(),
            "aud is a number" => () => claims["aud"] = 1,
            "aud holds a number beside ours" => () => claims["aud"] = new JsonArray(CibaRig.ClientId, 1),
            "azp is somebody else" => () => claims["azp"] = "somebody",
            "azp is a number" => () => claims["azp"] = 1,
            "exp is text" => () => claims["exp"] = "4102444800",
            "exp was a minute and a second ago" => () => claims["exp"] = Now - 61,
            "nbf is in two minutes" => () => claims["nbf"] = Now + 120,
            "nbf is text" => () => claims["nbf"] = "0",
            "no iat" => () => claims.Remove("iat"),
            "iat is text" => () => claims["iat"] = $"{Now}",
            "iat is in two minutes" => () => claims["iat"] = Now + 120,
            "iat is twelve minutes old" => () => claims["iat"] = Now - 720,
            "no sub" => () => claims.Remove("sub"),
            "empty sub" => () => claims["sub"] = "",
            "sub is a number" => () => claims["sub"] = 1,
            "auth_req_id of another request" => () => claims["urn:openid:params:jwt:claim:auth_req_id"] = "another",
            "auth_req_id is null" => () => claims["urn:openid:params:jwt:claim:auth_req_id"] = null,
            "Swedish authenticationtype" => () => claims["authenticationtype"] = "urn:grn:authn:se:bankid",
            "no authenticationtype" => () => claims.Remove("authenticationtype"),
            "authenticationtype is an array" => () => claims["authenticationtype"] = new JsonArray("urn:grn:authn:no:bankid"),
            "alg HS256 with the public key as secret" => () =>
            {
                token.Header["alg"] = "HS256";
                token.Key = Encoding.ASCII.GetBytes(TestKeys.Provider.ExportSubjectPublicKeyInfoPem());
            }
            ,
            "alg none" => () => token.Header["alg"] = "none",
            "alg in small letters" => () => token.Header["alg"] = "rs256",
            "no alg" => () => token.Header.Remove("alg"),
            "crit" => () => token.Header["crit"] = new JsonArray("b64"),
            "an access token" => () => token.Header["typ"] = "at+jwt",
            "a logout token" => () => token.Header["typ"] = "logout+jwt",
            "a key of our own under the provider's kid" => () => token.Key = TestKeys.ProviderNext,
            "unknown kid" => () => token.Header["kid"] = "unknown",
            _ => throw new ArgumentOutOfRangeException(nameof(how), how, "No such way to spoil a token."),
        };
        spoil();
    }
}
