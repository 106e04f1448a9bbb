using System.Net;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.OpenApi;

namespace CallerAuth.Agents.Api;

/// <summary>The parts of the reference page, each made from the OpenAPI document.</summary>
internal sealed partial class ReferenceText(OpenApiDocument document)
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public string Title => $"{document.Info.Title} API";

    public string Contents() => $"""
        <ul>{string.Concat(All().Select(route => $"<li><a href=\"#{Encoded(route.Operation.OperationId)}\">{Encoded(route.Operation.Summary)}</a></li>"))}</ul>
        <ul><li><a href="#ways">Tokens and keys</a></li><li><a href="#problems">Problems</a></li><li><a href="{Encoded("../" + ApiDescription.Path.TrimStart('/'))}">OpenAPI document</a></li></ul>
        """;

    public string About() => Prose(document.Info.Description);

    public string Ways() => $"""
        <h2 id="ways">Tokens and keys</h2>
        {Table(["way", "how"], document.Components?.SecuritySchemes?.Select(scheme => new[] { $"<code>{Encoded(scheme.Value.Name ?? "Authorization: Bearer")}</code>", Line(scheme.Value.Description) }) ?? [])}
        """;

    public string Operations() => string.Concat(All().Select(route => Operation(route.Path, route.Method, route.Operation)));

    public static string Problems() => $"""
        <h2 id="problems">Problems</h2>
        <p>Whatever is no success is <code>application/problem+json</code> with one of these as its <code>type</code>.</p>
        {Table(["type", "status", "meaning"], ApiProblem.All.Select(problem => new[] { $"<code id=\"problem-{problem.Name}\">{Encoded(problem.Type)}</code>", $"{problem.Status}", $"{Encoded(problem.Title)}. {Line(problem.Meaning)}" }))}
        """;

    private IEnumerable<(string Path, string Method, OpenApiOperation Operation)> All() =>
        from path in document.Paths
        from operation in path.Value.Operations ?? []
        select (path.Key, operation.Key.Method, operation.Value);

    private static string Operation(string path, string method, OpenApiOperation operation)
    {
        var scopes = (operation.Security ?? []).SelectMany(way => way.Values).SelectMany(scope => scope).Distinct(StringComparer.Ordinal);
        return $"""
            <h2 id="{Encoded(operation.OperationId)}">{Encoded(operation.Summary)}</h2>
            <p class="route"><span class="method {Encoded(method.ToLowerInvariant())}">{Encoded(method)}</span> {Encoded(path)}</p>
            {Prose(operation.Description)}
            <p class="note">Scope: {string.Join(", ", scopes.Select(scope => $"<code>{Encoded(scope)}</code>"))}</p>
            {Parameters(operation.Parameters ?? [])}
            {string.Concat((operation.RequestBody?.Content?.Values ?? []).Select(content => "<h3>Body</h3>" + Fields(content.Schema) + Examples(content)))}
            {string.Concat((operation.Responses ?? []).Select(response => Response(response.Key, response.Value)))}
            """;
    }

    private static string Parameters(IList<IOpenApiParameter> parameters) => parameters.Count == 0 ? "" : "<h3>Parameters</h3>" + Table(
        ["name", "in", "meaning"],
        parameters.Select(parameter => new[] { $"<code>{Encoded(parameter.Name)}</code>", Encoded($"{parameter.In}".ToLowerInvariant()), Line(parameter.Description) }));

    private static string Response(string status, IOpenApiResponse response)
    {
        // What each problem means stands once, at the end.
        if (status[0] is '4' or '5')
        {
            var problems = (response.Content?.Values.SelectMany(content => content.Examples ?? new Dictionary<string, IOpenApiExample>(StringComparer.Ordinal)) ?? []).Select(example => $"<a href=\"#problem-{Encoded(example.Key)}\">{Encoded(example.Key)}</a>");
            return $"<p class=\"note\">{Encoded(status)}: {string.Join(", ", problems)}</p>";
        }

        var headers = (response.Headers ?? new Dictionary<string, IOpenApiHeader>(StringComparer.Ordinal)).Select(header => $"<p><code>{Encoded(header.Key)}</code>: {Line(header.Value.Description)}</p>");
        var contents = (response.Content?.Values ?? []).Select(content => Fields(content.Schema) + Examples(content));
        return $"<h3>{Encoded(status)}: {Line(response.Description)}</h3>{string.Concat(headers)}{string.Concat(contents)}";
    }

    private static string Fields(IOpenApiSchema? schema) => schema?.Properties is not { Count: > 0 } fields ? "" : $"""
        <details open><summary>Members</summary>
        {Table(["member", "form", "meaning"], fields.Select(field => new[] { $"<code>{Encoded(field.Key)}</code>{(schema.Required?.Contains(field.Key) == true ? "" : " <span class=\"note\">optional</span>")}", Form(field.Value), Line(field.Value.Description) }))}
        </details>
        """;

    private static string Form(IOpenApiSchema schema) => schema.Enum is { Count: > 0 } words
        ? string.Join(", ", words.Select(word => $"<code>{Encoded((string?)word)}</code>"))
        : Encoded(schema.Format == "date-time" ? "a moment" : $"{schema.Type & ~JsonSchemaType.Null}".ToLowerInvariant());

    private static string Examples(OpenApiMediaType content) => string.Concat((content.Examples?.Values ?? []).Select(example =>
        $"<p class=\"note\">{Encoded(example.Summary)}</p><pre tabindex=\"0\"><code>{Encoded(Text(example.Value))}</code></pre>"));

    private static string Text(JsonNode? example) => example is JsonValue value && value.TryGetValue<string>(out var text) ? text.Trim() : example?.ToJsonString(Readable) ?? "";

    private static string Table(string[] heads, IEnumerable<string[]> rows) => $"""
        <div class="table" tabindex="0"><table><thead><tr>{string.Concat(heads.Select(head => $"<th scope=\"col\">{head}</th>"))}</tr></thead>
        <tbody>{string.Concat(rows.Select(row => $"<tr>{string.Concat(row.Select(cell => $"<td>{cell}</td>"))}</tr>"))}</tbody></table></div>
        """;

    private static string Prose(string? text) => string.Concat((text ?? "").Split("\n\n").Select(paragraph => $"<p>{Line(paragraph)}</p>"));

    private static string Line(string? text) => Code().Replace(Encoded(text), "<code>${code}</code>");

    private static string Encoded(string? text) => WebUtility.HtmlEncode(text ?? "");

    [GeneratedRegex("`(?<code>[^`]+)`", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Code();
}
