using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;

namespace CallerAuth.IntegrationTests.Hostile;

/// <summary>Who may speak to /voice, over the wire: Twilio with a form, and nobody else.</summary>
[Collection(UnderFire.Name)]
public class SignatureTests(ServiceUnderFire service)
{
    private const string Path = "/voice/incoming";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_webhook_that_Twilio_signed_is_answered_and_remembered()
    {
        ServiceUnderFire.Require();
        var before = await service.KeysStoredAsync();

        using var answer = await service.CallInAsync(Cancellation);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("<Gather", await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        Assert.Equal(before + 1, await service.KeysStoredAsync());
    }

    [Fact]
    public async Task A_forged_signature_or_none_leads_nowhere()
    {
        string?[] signatures = [null, "AAAAAAAAAAAAAAAAAAAAAAAAAAA=", "not base64", ServiceUnderFire.Sign("/voice/status")];
        foreach (var signature in signatures)
        {
            using var form = new FormUrlEncodedContent([new("CallSid", Some.CallSid()), new("To", "+4721000000")]);

            Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(Path, form, signature));
        }
    }

    [Theory]
    [InlineData("{\"CallSid\":\"CA1\"}", "{\"CallSid\":\"CA1\"}", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("{\"CallSid\":\"CA1\"}", "{\"CallSid\":\"CA2\"}", HttpStatusCode.Forbidden)]
    public async Task A_body_of_JSON_is_checked_and_has_no_effect_even_where_Twilio_signed_it(string hashed, string sent, HttpStatusCode status)
    {
        var path = $"{Path}?bodySHA256={Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(hashed)))}";
        using var content = new StringContent(sent, Encoding.UTF8, "application/json");

        Assert.Equal(status, await StatusAsync(path, content, ServiceUnderFire.Sign(path)));
    }

    [Fact]
    public async Task A_form_with_files_is_nothing_of_Twilios()
    {
        using var file = new ByteArrayContent(new byte[1024]);
        file.Headers.ContentType = new MediaTypeHeaderValue("audio/mpeg");
        using var form = new MultipartFormDataContent { { file, "Recording", "a.mp3" } };

        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(Path, form, ServiceUnderFire.Sign(Path)));
    }

    private async Task<HttpStatusCode> StatusAsync(string path, HttpContent content, string? signature)
    {
        ServiceUnderFire.Require();
        var before = await service.KeysStoredAsync();

        using var answer = await service.SendAsync(path, content, signature, Cancellation);

        Assert.Empty(await answer.Content.ReadAsByteArrayAsync(Cancellation));
        Assert.Equal(before, await service.KeysStoredAsync());
        return answer.StatusCode;
    }
}
