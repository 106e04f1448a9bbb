using System.Security.Cryptography;
using System.Text.Json;
using CallerAuth.Calls;
using CallerAuth.Ciba;
using CallerAuth.Fuzz;
using CallerAuth.Fuzz.Targets;
using CallerAuth.Identity;
using CallerAuth.Lines;
using CallerAuth.Tests.Calls;
using CallerAuth.Tests.Contracts;
using CallerAuth.Voice;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace CallerAuth.Tests.Fuzz;

/// <summary>What the fuzzers found, told as what should happen.</summary>
public class FoundCasesTests
{
    [Theory]
    [InlineData("multipart/form-data; boundary=x")]
    [InlineData("application/x-www-form-urlencoded; charset=utf-7")]
    public async Task A_form_that_is_cut_off_or_in_UTF_7_is_refused_like_any_unsigned_request(string contentType)
    {
        var options = new ServiceCollection().Configure<TwilioOptions>(twilio => twilio.AuthToken = "12345").BuildServiceProvider().GetRequiredService<IOptionsMonitor<TwilioOptions>>();
        var gate = new TwilioGate(options, Options.Create(new PublicOptions { PublicBaseUrl = "https://callers.example" }), new Refusals(TimeProvider.System, NullLogger<Refusals>.Instance));
        var request = new DefaultHttpContext().Request;
        request.ContentType = contentType;
        request.Headers["X-Twilio-Signature"] = "L/OH5YylLD5NRKLltdqwSvS0BnU=";
        request.Body = new MemoryStream("--x\r\nContent-Disposition: form-data; name=\"Digits\"\r\n\r\n1"u8.ToArray());

        await gate.Before(_ => throw new InvalidOperationException("It came in."))(request.HttpContext);

        Assert.Equal(403, request.HttpContext.Response.StatusCode);
    }

    [Theory]
    [InlineData(255, true)]
    [InlineData(256, false)]
    public void A_subject_longer_than_OpenID_Connect_allows_is_not_believed(int length, bool believed) =>
        Assert.Equal(believed, WithSubject(new string('s', length)) is PollResult.Approved);

    [Fact]
    public void A_subject_with_a_line_break_is_not_believed() => Assert.Equal(new PollResult.Failed("id_token: sub"), WithSubject("s\\r\\nX-Evil: 1"));

    [Fact]
    public void A_binding_message_with_a_placeholder_nobody_fills_is_a_named_fault()
    {
        var spoken = new Prompts();
        var lines = new LinesOptions();
        lines.Lines["*"] = Some.LineOptions(line => line.Prompts["nb-NO"] = new(StringComparer.Ordinal) { ["BindingMessage"] = "Du ringte {nope}" });

        Assert.Equal(["Lines:*:Prompts:nb-NO:BindingMessage"], Faults.KeysIn(new SpokenLinesValidator(spoken, new Speech(spoken), Some.EIds), lines));
    }

    [Theory]
    [InlineData("sip:agents@pbx.example#desk")]
    [InlineData("sip:agents#desk@pbx.example")]
    public void A_SIP_address_with_a_fragment_that_would_swallow_the_headers_is_refused(string uri)
    {
        var lines = new LinesOptions();
        lines.Lines["*"] = Some.LineOptions(line => line.WhenVerified = new Destination { Kind = DestinationKind.Sip, Uri = uri });

        Assert.Equal(["Lines:*:WhenVerified:Uri"], Faults.KeysIn(new LinesOptionsValidator(Some.EIds), lines));
    }

    [Fact]
    public void A_setting_that_is_null_is_as_good_as_left_out()
    {
        using var json = new MemoryStream("""
            {"Lines":{"*":{"Name":"Nordlys","Languages":["nb-NO",null],"Eids":null,"WhenVerified":null,"WhenUnverified":{"Kind":"Sip","Uri":null},
             "Attributes":[null,"name"],"Prompts":{"nb-NO":{"Welcome":null},"sv-SE":null},"Voices":null},"+4721000000":null}}
            """u8.ToArray());
        var services = new ServiceCollection().AddSingleton<IConfiguration>(new ConfigurationBuilder().AddJsonStream(json).Build()).AddLines();
        services.RemoveAll<IValidateOptions<LinesOptions>>();

        var (number, line) = Assert.Single(services.BuildServiceProvider().GetRequiredService<IOptions<LinesOptions>>().Value.Lines);

        Assert.Equal(("*", "nb-NO", "name"), (number, Assert.Single(line.Languages), Assert.Single(line.Attributes)));
        Assert.Equal((DestinationKind.Unset, DestinationKind.Sip, ""), (line.WhenVerified.Kind, line.WhenUnverified.Kind, line.WhenUnverified.Uri));
        Assert.Empty(line.Eids);
        Assert.Empty(line.Prompts);
        Assert.Empty(line.Voices);
    }

    [Fact]
    public void A_sealed_call_of_another_shape_is_told_as_such()
    {
        var sealer = SealedTarget.SealerWith(new PrivacyOptions { NationalIdHashKey = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)) });
        var another = JsonSerializer.SerializeToElement(new { CallSid = "CA", To = "+47", Language = "nb-NO", EId = "x", State = new { Id = "y" } });
        var box = sealer.Seal(another, (System.Text.Json.Serialization.Metadata.JsonTypeInfo<JsonElement>)JsonSerializerOptions.Default.GetTypeInfo(typeof(JsonElement)), "CA");

        Assert.Throws<JsonException>(() => sealer.Open(box, CallJson.Default.Call, "CA"));
    }

    private static PollResult WithSubject(string subject) => Provider.Read(Provider.Signed(
        """{"alg":"ES256","kid":"ec"}""",
        Provider.Claims.Replace("{8f8c2c2c-f0f0-4b6b-9c3f-4a1d6c1b7a11}", subject, StringComparison.Ordinal)));
}
