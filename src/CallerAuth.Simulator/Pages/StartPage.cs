using System.Net;
using System.Text.Json.Nodes;
using CallerAuth.Simulator.Telephony;

namespace CallerAuth.Simulator.Pages;

/// <summary>A plain page that says which numbers can be called, and a feed of the calls that have ended.</summary>
internal static class StartPage
{
    public static void MapPages(this IEndpointRouteBuilder routes, Carrier carrier)
    {
        routes.MapGet("/", () => Results.Content(Render(), "text/html; charset=utf-8"));
        routes.MapGet("/calls.json", () => Results.Json(Feed(carrier)));
    }

    private static string Render()
    {
        var rows = string.Concat(Line.All.Select(line =>
            $"<tr><td>{line.Number}</td><td>{WebUtility.HtmlEncode(line.Name)}</td><td>{string.Join(", ", line.Languages)}</td><td>{string.Join(", ", line.Eids)}</td></tr>"));
        return $"""
            <!doctype html>
            <html lang="en">
            <head><meta charset="utf-8"><title>CallerAuth simulator</title></head>
            <body>
            <h1>CallerAuth simulator</h1>
            <p>These numbers can be called. Call one in a terminal:</p>
            <pre>dotnet run --project src/CallerAuth.Simulator -- call norwegian-approved</pre>
            <table>
            <thead><tr><th>Number</th><th>Company</th><th>Languages</th><th>eIDs</th></tr></thead>
            <tbody>{rows}</tbody>
            </table>
            <p><a href="/calls.json">Calls that have ended</a></p>
            </body>
            </html>
            """;
    }

    private static JsonArray Feed(Carrier carrier)
    {
        var calls = new JsonArray();
        foreach (var call in carrier.Calls.Where(call => call.Completion.IsCompleted).OrderBy(call => call.StartedAt))
        {
            calls.Add(new JsonObject
            {
                ["call_sid"] = call.Sid,
                ["from"] = call.Parties.From,
                ["to"] = call.Parties.To,
                ["status"] = call.Status,
                ["ended_by"] = call.EndedBy?.ToString(),
                ["caller_verification"] = (call.Offers is [.., var last] ? last.CallerVerification : null)?.DeepClone(),
                ["transcript"] = call.Transcript.ToString(),
            });
        }

        return calls;
    }
}
