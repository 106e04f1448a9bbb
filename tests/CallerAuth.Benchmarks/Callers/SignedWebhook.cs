using System.Security.Cryptography;
using System.Text;

namespace CallerAuth.Benchmarks.Callers;

/// <summary>A voice webhook as Twilio posts it: a form, and over the public address and the form's fields in their order an HMAC-SHA1.</summary>
internal static class SignedWebhook
{
    public const string PublicAddress = "https://callerauth.example";
    public const string AuthToken = "0123456789abcdef0123456789abcdef";
    public const string AccountSid = "AC0123456789abcdef0123456789abcdef";

    private const string CalledNumber = "+46800000000";

    /// <param name="service">Where the service listens.</param>
    /// <param name="path">The step.</param>
    /// <param name="caller">Which of the invented callers: each has a telephone and a CallSid of their own.</param>
    /// <param name="digits">What they keyed; null when they were not asked yet.</param>
    public static HttpRequestMessage Make(Uri service, string path, int caller, string? digits = null)
    {
        var form = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["AccountSid"] = AccountSid,
            ["ApiVersion"] = "2010-04-01",
            ["CallSid"] = $"CA{caller:x32}",
            ["CallStatus"] = digits is null ? "ringing" : "in-progress",
            ["Called"] = CalledNumber,
            ["CalledCountry"] = "SE",
            ["Caller"] = NumberOf(caller),
            ["CallerCountry"] = "SE",
            ["Direction"] = "inbound",
            ["From"] = NumberOf(caller),
            ["FromCountry"] = "SE",
            ["To"] = CalledNumber,
            ["ToCountry"] = "SE",
        };
        if (digits is not null)
            form["Digits"] = digits;
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(service, path)) { Content = new FormUrlEncodedContent(form) };
        request.Headers.Add("X-Twilio-Signature", Sign(PublicAddress + path, form));
        return request;
    }

    private static string NumberOf(int caller) => $"+4670{caller:D7}";

    [System.Diagnostics.CodeAnalysis.SuppressMessage("Security", "CA5350", Justification = "It is what Twilio signs with.")]
    private static string Sign(string address, SortedDictionary<string, string> form)
    {
        var signed = new StringBuilder(address);
        foreach (var (name, value) in form)
            signed.Append(name).Append(value);
        return Convert.ToBase64String(HMACSHA1.HashData(Encoding.UTF8.GetBytes(AuthToken), Encoding.UTF8.GetBytes(signed.ToString())));
    }
}
