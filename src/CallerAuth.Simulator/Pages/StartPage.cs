using System.Net;
using System.Text.Json.Nodes;
using CallerAuth.Simulator.Scenarios;
using CallerAuth.Simulator.Telephony;

namespace CallerAuth.Simulator.Pages;

/// <summary>A plain page, <c>/stories</c>, that says which numbers can be called, plays the stories, and a feed of the calls that have ended.</summary>
internal sealed class StartPage(Func<SimulatorHost> simulator) : IDisposable
{
    // A story makes things go wrong for everybody, so one is played at a time.
    private readonly SemaphoreSlim _oneAtATime = new(1);
    private readonly Lazy<ScenarioRunner> _runner = new(() => new ScenarioRunner(simulator()));

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/stories", () => Results.Content(Render(), "text/html; charset=utf-8"));
        routes.MapGet("/calls.json", () => Results.Json(Feed(simulator().Carrier)));
        routes.MapPost("/calls/{story}", PlayAsync);
    }

    public void Dispose() => _oneAtATime.Dispose();

    private async Task<IResult> PlayAsync(string story, CancellationToken cancellationToken)
    {
        if (AllScenarios.All.FirstOrDefault(scenario => scenario.Name == story) is not { } found)
            return Results.NotFound($"There is no story called {story}.");
        await _oneAtATime.WaitAsync(cancellationToken);
        try
        {
            return Results.Text((await _runner.Value.PlayAsync(found, cancellationToken)).ToString(), "text/plain; charset=utf-8");
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    private const string Style = """
        :root { color-scheme: light dark }
        body { font: 1rem/1.5 system-ui, sans-serif; max-width: 62rem; margin: 2rem auto; padding: 0 1rem }
        table { border-collapse: collapse; width: 100% }
        th, td { text-align: left; padding: .35rem .75rem .35rem 0; border-bottom: 1px solid color-mix(in srgb, currentColor 15%, transparent) }
        form { margin: 0 }
        button { font: inherit; padding: .2rem .6rem; cursor: pointer }
        """;

    private static string Render()
    {
        var lines = string.Concat(Line.All.Select(line =>
            $"<tr><td>{line.Number}</td><td>{Encoded(line.Name)}</td><td>{string.Join(", ", line.Languages)}</td><td>{string.Join(", ", line.Eids)}</td></tr>"));
        var stories = string.Concat(AllScenarios.All.Select(scenario =>
            $"<tr><td><form method=\"post\" action=\"/calls/{scenario.Name}\"><button>{scenario.Name}</button></form></td><td>{scenario.Call.To.Number}</td><td>{Encoded(scenario.Tells)}</td></tr>"));
        return $"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Stories – CallerAuth simulator</title>
            <style>{Style}</style>
            </head>
            <body>
            <p><a href="/">The telephone</a></p>
            <h1>Stories</h1>
            <h2>Numbers that can be called</h2>
            <table>
            <thead><tr><th>Number</th><th>Company</th><th>Languages</th><th>eIDs</th></tr></thead>
            <tbody>{lines}</tbody>
            </table>
            <h2>Calls that can be placed</h2>
            <p>The transcript is shown when the call has ended. In a terminal:
            <code>dotnet run --project src/CallerAuth.Simulator -- call norwegian-approved</code></p>
            <table>
            <thead><tr><th>Story</th><th>Number</th><th>What happens</th></tr></thead>
            <tbody>{stories}</tbody>
            </table>
            <p><a href="/calls.json">Calls that have ended</a></p>
            </body>
            </html>
            """;
    }

    private static string Encoded(string text) => WebUtility.HtmlEncode(text);

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
