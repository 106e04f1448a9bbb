using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CallerAuth.Agents.Api;

namespace CallerAuth.IntegrationTests.Agents;

/// <summary>The description of the API and the page that is made of it.</summary>
public class ReferenceTests(ApiWorld world) : IClassFixture<ApiWorld>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_document_describes_every_route_with_its_scope_its_examples_and_its_problems()
    {
        var document = await DocumentAsync();

        var operations = document["paths"]!.AsObject()
            .SelectMany(path => path.Value!.AsObject().Select(method => (Route: $"{method.Key} {path.Key}", Operation: method.Value!)))
            .Where(route => route.Route.Contains(" /api/", StringComparison.Ordinal))
            .ToDictionary(route => route.Route, route => route.Operation, StringComparer.Ordinal);
        Assert.Equal(
            [
                "delete /api/calls/{callSid}", "delete /api/verifications/{id}", "get /api/calls/{callSid}", "get /api/verifications/{id}", "get /api/verifications/{id}/events",
                "post /api/calls", "post /api/verifications", "post /api/verifications/{id}/announcement",
            ],
            operations.Keys.Order(StringComparer.Ordinal));
        Assert.All(operations.Values, operation =>
        {
            Assert.NotEmpty((string)operation["summary"]!);
            Assert.StartsWith("verifications.", (string)operation["security"]![0]!["token"]![0]!, StringComparison.Ordinal);
            Assert.All(["401", "403", "500", "503"], status => Assert.NotEmpty(operation["responses"]![status]!["content"]!["application/problem+json"]!["examples"]!.AsObject()));
        });
        var start = operations["post /api/verifications"];
        Assert.Equal(2, start["requestBody"]!["content"]!["application/json"]!["examples"]!.AsObject().Count);
        Assert.Equal(["already-running", "call-ended", "idempotency-in-progress"], start["responses"]!["409"]!["content"]!["application/problem+json"]!["examples"]!.AsObject().Select(example => example.Key).Order(StringComparer.Ordinal));
        Assert.Equal(["token", "key"], document["components"]!["securitySchemes"]!.AsObject().Select(scheme => scheme.Key));
        Assert.All(
            new[] { "StartBody", "VerificationBody", "ProblemBody" }.SelectMany(shape => document["components"]!["schemas"]![shape]!["properties"]!.AsObject()),
            member => Assert.NotEmpty((string?)member.Value!["description"] ?? ""));
    }

    [Fact]
    public async Task The_page_shows_what_the_document_says_and_nothing_of_it_comes_from_elsewhere()
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        using var response = await http.GetAsync(new Uri(world.Service.Url, ReferencePage.Path), Cancellation);
        var page = await response.Content.ReadAsStringAsync(Cancellation);

        Assert.Equal((HttpStatusCode.OK, "text/html"), (response.StatusCode, response.Content.Headers.ContentType!.MediaType));
        Assert.InRange(page.Length, 10_000, 100_000);
        Assert.Equal([ReferencePage.ContentSecurityPolicy], response.Headers.GetValues("Content-Security-Policy"));
        Assert.DoesNotMatch("(?i)<script|<img|<link|src=|@import|url\\(", page);
        Assert.All(ApiProblem.All, problem => Assert.Contains($"id=\"problem-{problem.Name}\"", page, StringComparison.Ordinal));
        Assert.All(ApiOperation.Start.Problems, problem => Assert.Contains($"href=\"#problem-{problem.Name}\"", page, StringComparison.Ordinal));
        var ids = Regex.Matches(page, " id=\"(?<id>[^\"]+)\"", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(5)).Select(match => match.Groups["id"].Value).ToList();
        Assert.Equal(ids.Distinct(StringComparer.Ordinal), ids);
        Assert.All(Regex.Matches(page, "href=\"#(?<id>[^\"]+)\"", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(5)), link => Assert.Contains(link.Groups["id"].Value, ids));
    }

    [Fact]
    public async Task The_type_of_a_problem_leads_to_what_it_means()
    {
        var known = await world.ClientWith(null).GetAsync(ApiProblem.AlreadyRunning.Type, Cancellation);
        var unknown = await world.ClientWith(null).GetAsync("/api/problems/no-such-problem", Cancellation);

        Assert.Equal((HttpStatusCode.Found, "/api/reference#problem-already-running"), (known.Status, known.Headers.Location!.ToString()));
        Assert.Equal((HttpStatusCode.NotFound, "not-found"), (unknown.Status, unknown.Problem));
    }

    private async Task<JsonObject> DocumentAsync()
    {
        var answer = await world.ClientWith(null).GetAsync("/openapi/v1.json", Cancellation);
        Assert.Equal((HttpStatusCode.OK, "application/json"), (answer.Status, answer.MediaType));
        return answer.Json;
    }
}
