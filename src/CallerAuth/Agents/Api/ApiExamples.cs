using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace CallerAuth.Agents.Api;

/// <summary>Examples for the description. The people in them are invented; their numbers are synthetic ones.</summary>
internal static class ApiExamples
{
    public const string Id = "07c5d0a4be1f73629ab8d41e5f";
    public const string CallSid = "CA00000000000000000000000000000001";

    private static readonly DateTimeOffset Asked = new(2026, 11, 23, 9, 30, 0, TimeSpan.Zero);

    public static Dictionary<string, IOpenApiExample> Starts() => new(StringComparer.Ordinal)
    {
        ["norwegian"] = Example("A caller on the telephone, Norwegian BankID", """{"line":"+4721000000","eid":"no-bankid","nationalId":"01816000064","callInitiator":"user","callSid":"CA00000000000000000000000000000001"}"""),
        ["swedish"] = Example("Somebody whom the company has called, Swedish BankID", """{"line":"+46101000000","eid":"se-bankid","nationalId":"189001019802","callInitiator":"RP","bindingMessage":"Norrsken Bank has called you."}"""),
    };

    /// <returns>Null where the shape says enough.</returns>
    public static Dictionary<string, IOpenApiExample>? AnswersOf(ApiOperation operation) =>
        operation == ApiOperation.Start ? Accepted()
        : operation == ApiOperation.Read ? Read()
        : operation == ApiOperation.Follow ? Events()
        : null;

    private static Dictionary<string, IOpenApiExample> Accepted() => Examples(("starting", "The provider is being asked", Starting()));

    private static Dictionary<string, IOpenApiExample> Read() => Examples(
        ("pending", "The person is being asked; the agent reads the words to them", Pending()),
        ("verified", "The person is who they say", Verified()),
        ("unverified", "They are nobody in particular", Unverified()));

    private static Dictionary<string, IOpenApiExample> Events() => new(StringComparer.Ordinal)
    {
        ["to the end"] = new OpenApiExample
        {
            Summary = "From pending to the end",
            Value = JsonValue.Create($"id: 2\nevent: progress\ndata: {Text(Pending())}\n\n: still here\n\nid: 3\nevent: outcome\ndata: {Text(Verified())}\n\n"),
        },
    };

    public static IOpenApiExample Of(ApiProblem problem) => new OpenApiExample
    {
        Summary = problem.Title,
        Value = JsonNode.Parse(ApiJson.Write(new ProblemBody
        {
            Type = problem.Type,
            Title = problem.Title,
            Status = problem.Status,
            Detail = problem.Meaning,
            Errors = problem == ApiProblem.Invalid ? new Dictionary<string, string[]>(StringComparer.Ordinal) { ["nationalId"] = ["The national ID has a wrong check digit."] } : null,
        })),
    };

    private static Dictionary<string, IOpenApiExample> Examples(params (string Name, string Summary, VerificationBody Body)[] examples) =>
        examples.ToDictionary(example => example.Name, example => Example(example.Summary, Text(example.Body)), StringComparer.Ordinal);

    private static IOpenApiExample Example(string summary, string json) => new OpenApiExample { Summary = summary, Value = JsonNode.Parse(json) };

    private static string Text(VerificationBody body) => System.Text.Encoding.UTF8.GetString(ApiJson.Write(body));

    private static VerificationBody Starting() => new()
    {
        Id = Id,
        Status = "starting",
        Line = "+4721000000",
        Eid = "no-bankid",
        CallInitiator = "user",
        CallSid = "CA00000000000000000000000000000001",
        AskedBy = "agent:kari@nordlys.example",
        AskedAt = Asked,
        Version = 1,
    };

    private static VerificationBody Pending() => Changed("pending", 2, words: "Frekk Julekos", expiresAt: Asked.AddMinutes(3));

    private static VerificationBody Verified() => Changed("verified", 3, verdict: new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["status"] = "verified",
        ["verification_id"] = Id,
        ["eid"] = "no-bankid",
        ["acr"] = "urn:grn:authn:no:bankid",
        ["authenticated_at"] = "2026-11-23T09:30:41Z",
        ["subject"] = "{8b1e1a57-0d8e-4a5b-9f0c-6f2a4f1c7e21}",
        ["name"] = "Ola Prøve",
        ["birthdate"] = "1960-01-01",
    });

    private static VerificationBody Unverified() => Changed("unverified", 3, reason: "declined", verdict: new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["status"] = "unverified",
        ["reason"] = "declined",
        ["verification_id"] = Id,
    });

    private static VerificationBody Changed(string status, long version, string? words = null, DateTimeOffset? expiresAt = null, string? reason = null, IReadOnlyDictionary<string, string>? verdict = null) => new()
    {
        Id = Id,
        Status = status,
        Reason = reason,
        Line = "+4721000000",
        Eid = "no-bankid",
        CallInitiator = "user",
        CallSid = "CA00000000000000000000000000000001",
        Words = words,
        AskedBy = "agent:kari@nordlys.example",
        AskedAt = Asked,
        ExpiresAt = expiresAt,
        Version = version,
        CallerVerification = verdict,
    };
}
