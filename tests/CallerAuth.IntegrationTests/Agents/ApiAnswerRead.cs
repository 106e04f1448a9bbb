using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;

namespace CallerAuth.IntegrationTests.Agents;

/// <summary>What the API answered, read as a client reads it.</summary>
internal sealed record ApiAnswerRead(HttpStatusCode Status, string? MediaType, string Text, HttpResponseHeaders Headers)
{
    public JsonObject Json => JsonNode.Parse(Text)!.AsObject();

    public string? this[string member] => (string?)Json[member];

    /// <summary>The name of the problem, when it is one in the proper form.</summary>
    public string? Problem
    {
        get
        {
            if (MediaType != "application/problem+json")
                return null;
            Assert.Equal((int)Status, (int)Json["status"]!);
            Assert.NotEmpty(this["title"]!);
            Assert.NotEmpty(this["detail"]!);
            return this["type"]!["/api/problems/".Length..];
        }
    }

    public string? ErrorIn(string field) => (string?)Json["errors"]?[field]?[0];

    public static async Task<ApiAnswerRead> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken) =>
        new(response.StatusCode, response.Content.Headers.ContentType?.MediaType, await response.Content.ReadAsStringAsync(cancellationToken), response.Headers);
}
