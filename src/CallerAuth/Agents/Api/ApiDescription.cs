using System.Text.Json.Nodes;
using CallerAuth.Agents.Access;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Scope = CallerAuth.Agents.Access.Scope;

namespace CallerAuth.Agents.Api;

/// <summary>The OpenAPI document: shapes come from the types and their doc comments, the rest from <see cref="ApiOperation"/> and <see cref="ApiProblem"/>.</summary>
internal static class ApiDescription
{
    public const string DocumentName = "v1";
    public const string Path = "/openapi/v1.json";

    public const string TokenScheme = "token";
    public const string KeyScheme = "key";

    private const string About = """
        Starts verifications of people on the telephone, and tells how they go on. Someone is who they say only where `status` is `verified`; everything else, faults included, is `unverified`.

        Every answer that is no success is problem details (RFC 9457). Every call is written into the audit trail with who asked. The national ID goes in and never comes out.
        """;

    public static void Set(OpenApiOptions options)
    {
        options.ShouldInclude = description => description.RelativePath?.StartsWith("api/", StringComparison.Ordinal) == true;
        options.AddDocumentTransformer(DescribeAsync);
        options.AddOperationTransformer(DescribeAsync);
        options.AddSchemaTransformer(DescribeAsync);
    }

    /// <summary>Names the route, and says what may go wrong there. Its good answers are the route's own to tell.</summary>
    public static RouteHandlerBuilder Describe(this RouteHandlerBuilder route, ApiOperation operation) => route
        .WithMetadata(operation).WithName(operation.Id).WithSummary(operation.Summary).WithDescription(operation.Description)
        // One entry for the shape; the transformer writes one response for each status.
        .Produces<ProblemBody>(StatusCodes.Status500InternalServerError, "application/problem+json");

    private static Task DescribeAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new OpenApiInfo { Title = "CallerAuth", Version = DocumentName, Description = About };
        // Relative to where the document was found, so that it holds behind any proxy.
        document.Servers = [new OpenApiServer { Url = "/" }];
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal)
        {
            [TokenScheme] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                BearerFormat = "JWT",
                Description = $"An access token of the company's identity provider with the audience of this API and the scope {Scope.Read}, {Scope.Write} or both. A key may stand in its place.",
            },
            [KeyScheme] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.ApiKey,
                In = ParameterLocation.Header,
                Name = AccessScheme.KeyHeader,
                Description = "A key that was made with `api-key new NAME`.",
            },
        };
        return Task.CompletedTask;
    }

    private static Task DescribeAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        if (context.Description.ActionDescriptor.EndpointMetadata.OfType<ApiOperation>().FirstOrDefault() is not { } known)
            return Task.CompletedTask;
        operation.Security =
        [
            new() { [new OpenApiSecuritySchemeReference(TokenScheme, context.Document)] = [known.Scope] },
            new() { [new OpenApiSecuritySchemeReference(KeyScheme, context.Document)] = [] },
        ];
        operation.Parameters ??= [];
        foreach (var parameter in operation.Parameters.OfType<OpenApiParameter>())
            (parameter.Description, parameter.Example) = parameter.Name == "callSid" ? ("Twilio's SID of the call.", ApiExamples.CallSid) : ("The verification's `id`.", ApiExamples.Id);

        if (known.TakesIdempotencyKey)
            operation.Parameters.Add(Header(IdempotencyKey.Header, "Names this request, so that it may be sent again: within 24 hours the same key and body get the first answer, and nobody is rung twice. Quoted, 1 to 255 visible ASCII characters; a UUID is good.", "\"8e03978e-40d5-43e8-bc93-6894a57f9324\""));
        if (known == ApiOperation.Follow)
            operation.Parameters.Add(Header("Last-Event-ID", "The `id` of the last event that was seen; a browser sends it by itself.", "2"));
        if (known == ApiOperation.Start && operation.RequestBody?.Content is { } content && content.TryGetValue("application/json", out var body))
            body.Examples = ApiExamples.Starts();
        DescribeResponses(operation, known);
        return Task.CompletedTask;
    }

    private static void DescribeResponses(OpenApiOperation operation, ApiOperation known)
    {
        var responses = operation.Responses ??= [];
        responses.Remove("500", out var problem);
        foreach (var (status, response) in responses)
            Describe((OpenApiResponse)response, status, known);
        var schema = problem?.Content?["application/problem+json"].Schema;
        foreach (var problems in known.Problems.Concat(ApiOperation.Always).GroupBy(one => one.Status).OrderBy(group => group.Key))
        {
            responses[problems.Key.ToString(System.Globalization.CultureInfo.InvariantCulture)] = new OpenApiResponse
            {
                Description = string.Join(" Or: ", problems.Select(one => $"{one.Title}. {one.Meaning}")),
                Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal)
                {
                    ["application/problem+json"] = new OpenApiMediaType { Schema = schema, Examples = problems.ToDictionary(one => one.Name, ApiExamples.Of, StringComparer.Ordinal) },
                },
            };
        }
    }

    private static void Describe(OpenApiResponse response, string status, ApiOperation known)
    {
        response.Description = status switch
        {
            "202" => "Written down and being started.",
            "204" => "Done.",
            _ when known == ApiOperation.Follow => "A stream of events. Lines that begin with a colon keep it open.",
            _ => "How it stands.",
        };
        if (status == "202")
        {
            response.Headers = new Dictionary<string, IOpenApiHeader>(StringComparer.Ordinal)
            {
                ["Location"] = new OpenApiHeader { Description = "Where it is read.", Schema = new OpenApiSchema { Type = JsonSchemaType.String } },
            };
        }

        foreach (var content in (response.Content ?? new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal)).Values)
            content.Examples = ApiExamples.AnswersOf(known) ?? content.Examples;
    }

    private static Task DescribeAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        string[]? words = (context.JsonPropertyInfo?.DeclaringType.Name, context.JsonPropertyInfo?.Name) switch
        {
            (nameof(StartBody) or nameof(VerificationBody), "callInitiator") => ["user", "RP"],
            (nameof(VerificationBody), "status") => ["starting", "pending", "verified", "unverified"],
            (nameof(VerificationBody), "step") => ["not_opened", "asked_about_call", "identifying"],
            (nameof(VerificationBody), "reason") => ["declined", "cancelled", "expired", "unavailable", "mismatch", "error"],
            _ => null,
        };
        if (words is not null)
            schema.Enum = [.. words.Select(word => (JsonNode)JsonValue.Create(word))];
        if (context.JsonTypeInfo.Type == typeof(StartBody))
            schema.AdditionalPropertiesAllowed = false;
        return Task.CompletedTask;
    }

    private static OpenApiParameter Header(string name, string description, string example) => new()
    {
        Name = name,
        In = ParameterLocation.Header,
        Description = description,
        Schema = new OpenApiSchema { Type = JsonSchemaType.String },
        Example = example,
    };
}
