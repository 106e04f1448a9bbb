namespace CallerAuth.Benchmarks.Webhooks;

/// <summary>The service in production with an external store, and a provider that nobody asks.</summary>
internal static class ServiceSettings
{
    public static (string Key, string Value)[] For(int port, string store) =>
    [
        ("ASPNETCORE_ENVIRONMENT", "Production"),
        ("ASPNETCORE_URLS", $"http://127.0.0.1:{port}"),
        ("PublicBaseUrl", CallSteps.PublicBaseUrl),
        ("Twilio__AuthToken", CallSteps.AuthToken),
        ("Twilio__Client__AccountSid", "AC00000000000000000000000000000001"),
        ("Twilio__ApiBaseUrl", "http://127.0.0.1:9"),
        ("Ciba__Authority", "http://127.0.0.1:9"),
        ("Ciba__BackchannelAuthenticationEndpoint", "http://127.0.0.1:9/bc-authorize"),
        ("Ciba__TokenEndpoint", "http://127.0.0.1:9/token"),
        ("Ciba__ClientId", "callerauth-bench"),
        ("Ciba__ClientAuthentication", "client_secret_basic"),
        ("Ciba__ClientSecret", "benchmark-secret-of-no-worth-000"),
        ("Store__ConnectionString", store),
        // Of all zeros: it protects nothing here.
        ("Privacy__NationalIdHashKey", Convert.ToBase64String(new byte[32])),
        ("Lines__*__Name", "Nordlys Forsikring"),
        ("Lines__*__Languages__0", "nb-NO"),
        ("Lines__*__Languages__1", "en-GB"),
        ("Lines__*__Eids__0", "no-bankid"),
        ("Lines__*__WhenVerified__Kind", "TaskRouter"),
        ("Lines__*__WhenVerified__WorkflowSid", "WW00000000000000000000000000000001"),
        ("Lines__*__WhenUnverified__Kind", "Number"),
        ("Lines__*__WhenUnverified__Number", "+4722000000"),
        ("Lines__*__Attributes__0", "name"),
    ];
}
