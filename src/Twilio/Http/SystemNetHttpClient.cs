using System.Net.Http;
using System.Net.Http.Headers;
using System.Text;

namespace Twilio.Http;

/// <summary>Sends requests to Twilio with .NET's own HTTP client, form-encoded and with Basic authentication. It logs nothing.</summary>
public class SystemNetHttpClient(System.Net.Http.HttpClient? httpClient = null) : HttpClient
{
    // A redirect would carry the fields to an address nobody chose.
    private readonly System.Net.Http.HttpClient _httpClient = httpClient ?? new(new HttpClientHandler { AllowAutoRedirect = false });

    public override Response MakeRequest(Request request)
    {
        using var message = ToMessage(request);
        using var answer = _httpClient.Send(message);
        using var content = new StreamReader(answer.Content.ReadAsStream(), Encoding.UTF8);
        return new Response(answer.StatusCode, content.ReadToEnd(), answer.Headers);
    }

    public override async Task<Response> MakeRequestAsync(Request request)
    {
        using var message = ToMessage(request);
        using var answer = await _httpClient.SendAsync(message);
        return new Response(answer.StatusCode, await answer.Content.ReadAsStringAsync(), answer.Headers);
    }

    private static HttpRequestMessage ToMessage(Request request)
    {
        var message = new HttpRequestMessage(new System.Net.Http.HttpMethod(request.Method.ToString()), request.ConstructUrl());
        message.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        message.Headers.UserAgent.Add(new ProductInfoHeaderValue("CallerAuth", "0.1"));
        message.Headers.Authorization = new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{request.Username}:{request.Password}")));
        foreach (var header in request.HeaderParams)
            message.Headers.TryAddWithoutValidation(header.Key, header.Value);
        if (request.PostParams.Count > 0)
            message.Content = new FormUrlEncodedContent(request.PostParams);
        return message;
    }
}
