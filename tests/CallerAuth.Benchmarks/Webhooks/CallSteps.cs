namespace CallerAuth.Benchmarks.Webhooks;

/// <summary>
/// What Twilio posts in a call that moves with every step: it rings, a wrong key, the language, two numbers that cannot exist, 0 for an
/// agent, and the end. Six of the seven are answered with a document, all seven write where the call now stands.
/// </summary>
internal static class CallSteps
{
    public const string AuthToken = "12345678901234567890123456789012";

    /// <summary>What Twilio signs; nobody has to answer there.</summary>
    public const string PublicBaseUrl = "https://callerauth.example";

    public const string Line = "+4721000000";

    private static readonly (string Path, (string Name, string Value)[] More)[] Steps =
    [
        ("/voice/incoming", []),
        ("/voice/language", Keyed("9")),
        ("/voice/language", Keyed("1")),
        ("/voice/national-id", Keyed("12345678901")),
        ("/voice/national-id", Keyed("1234")),
        ("/voice/national-id", Keyed("0")),
        ("/voice/status", [("CallStatus", "completed"), ("CallDuration", "31"), ("SequenceNumber", "0"), ("CallbackSource", "call-progress-events")]),
    ];

    // What a call of a Norwegian mobile telephone to a Norwegian number brings.
    private static readonly (string Name, string Value)[] Always =
    [
        ("AccountSid", "AC00000000000000000000000000000001"), ("ApiVersion", "2010-04-01"), ("CallSid", ""), ("CallStatus", "in-progress"),
        ("CallToken", "%7B%22parentCallInfoToken%22%3A%22eyJhbGciOiJFUzI1NiJ9.eyJjYWxsU2lkIjoiQ0EwMCIsImZyb20iOiIrNDc5MDAwMDAwMCJ9.c2ln%22%7D"),
        ("Called", Line), ("CalledCity", ""), ("CalledCountry", "NO"), ("CalledState", ""), ("CalledZip", ""),
        ("Caller", "+4790000000"), ("CallerCity", ""), ("CallerCountry", "NO"), ("CallerState", ""), ("CallerZip", ""),
        ("Direction", "inbound"), ("From", "+4790000000"), ("FromCity", ""), ("FromCountry", "NO"), ("FromState", ""), ("FromZip", ""),
        ("StirVerstat", "TN-Validation-Passed-A"), ("To", Line), ("ToCity", ""), ("ToCountry", "NO"), ("ToState", ""), ("ToZip", ""),
    ];

    public static int Count => Steps.Length;

    /// <summary>A request as it goes over the wire, and how to make it another call's.</summary>
    public static SignedRequest Request(int step, string host)
    {
        var (path, more) = Steps[step];
        var fields = Always.Where(field => !more.Any(other => other.Name == field.Name)).Concat(more).ToArray();
        return new SignedRequest(step, path, host, fields);
    }

    public static string NewCallSid(Random random)
    {
        Span<byte> bytes = stackalloc byte[16];
        random.NextBytes(bytes);
        return "CA" + Convert.ToHexStringLower(bytes);
    }

    private static (string, string)[] Keyed(string digits) => [("Digits", digits), ("FinishedOnKey", digits.Length > 1 ? "#" : ""), ("msg", "Gather End")];
}
