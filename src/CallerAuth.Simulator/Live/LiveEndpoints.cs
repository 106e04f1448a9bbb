using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace CallerAuth.Simulator.Live;

/// <summary>
/// What the page asks and is told. Everything that changes comes by server-sent events; everything that is done is posted as JSON, which
/// another site's form cannot do.
/// </summary>
internal sealed class LiveEndpoints(Func<SimulatorHost> simulator) : IDisposable
{
    private static readonly TimeSpan SilenceMax = TimeSpan.FromSeconds(15);

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter() },
    };

    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false });

    private LiveRoom Room => simulator().Room;

    public void Map(IEndpointRouteBuilder routes)
    {
        var live = routes.MapGroup("/live");
        live.MapGet("/events", (CancellationToken cancellationToken) => TypedResults.ServerSentEvents(FollowAsync(cancellationToken)));
        live.MapGet("/audio/{file}", PlayAsync);
        live.MapPost("/ring", (RingBody body) => Room.Ring(body.Line, body.Person) ? Results.NoContent() : Results.NotFound());
        live.MapPost("/press", (PressBody body) => Done(() => Room.Telephone.Press(new string([.. body.Keys.Where(key => char.IsAsciiDigit(key) || key is '*' or '#')]))));
        live.MapPost("/hang-up", (HangUpBody body) => Done(() => Room.HangUp(body.ByTheLine)));
        live.MapPost("/spoken", (SpokenBody body) => Done(() => Room.Telephone.Spoken(body.Id, body.Ended)));
        live.MapPost("/app", (AppBody body) => Enum.TryParse<AppTouch>(body.Touch, out var touch) ? Done(() => Room.Handset.Touch(touch, body.Words)) : Results.BadRequest());
        live.MapPost("/agent", (AgentBody body) => Done(() => EndTalk(body.Ends)));
        live.MapPost("/trouble", (TroubleBody body) => Enum.TryParse<TroubleKind>(body.Kind, out var kind) ? Done(() => Switch(kind, body.On)) : Results.BadRequest());
        live.MapPost("/forge", async (ForgeBody _, CancellationToken cancellationToken) =>
        {
            await Room.ForgeAsync(cancellationToken);
            return Results.NoContent();
        });
    }

    public void Dispose() => _http.Dispose();

    private async IAsyncEnumerable<SseItem<string>> FollowAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var room = Room;
        room.Open();
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, simulator().Carrier.Stopping);
        using var follower = room.Pulse.Follow();
        yield return new SseItem<string>(Setup(), "setup");
        var told = "";
        var revision = 0L;
        while (!over.IsCancellationRequested)
        {
            foreach (var entry in room.Wire.Since(revision))
            {
                revision = entry.Revision;
                yield return new SseItem<string>(JsonSerializer.Serialize(entry, Json), "wire");
            }

            var now = JsonSerializer.Serialize(room.Show(), Json);
            if (now != told)
                yield return new SseItem<string>(told = now, "room");
            if (!await NewsAsync(follower, over.Token))
                yield return new SseItem<string>("", "beat");
        }
    }

    /// <returns>False when there was none for a while, or the page is gone.</returns>
    private async Task<bool> NewsAsync(Pulse.Follower follower, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(SilenceMax, simulator().Wall);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            return await follower.NextAsync(both.Token);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private string Setup() => JsonSerializer.Serialize(
        new
        {
            Lines = Line.All.Select(line => new { line.Number, line.Name, line.Languages, line.Eids }),
            People = LiveRoom.People.Select(person => new { person.NationalId, person.Name, Country = person.IsNorwegian ? "NO" : "SE" }),
            Console = simulator().Service is { } service ? new Uri(service, "/agent").ToString() : null,
        },
        Json);

    /// <summary>The service's own sound, by way of the simulator: the page takes nothing from another host.</summary>
    private async Task<IResult> PlayAsync(string file, HttpContext context)
    {
        if (simulator().Service is not { } service)
            return Results.NotFound();
        try
        {
            using var response = await _http.GetAsync(new Uri(service, $"/audio/{Uri.EscapeDataString(file)}"), context.RequestAborted);
            if (!response.IsSuccessStatusCode)
                return Results.StatusCode((int)response.StatusCode);
            context.Response.Headers.CacheControl = "max-age=3600";
            return Results.Bytes(await response.Content.ReadAsByteArrayAsync(context.RequestAborted), response.Content.Headers.ContentType?.ToString(), enableRangeProcessing: true);
        }
        catch (HttpRequestException)
        {
            return Results.StatusCode(StatusCodes.Status502BadGateway);
        }
    }

    private void EndTalk(bool ends)
    {
        if (ends && Room.Telephone.Call is { } call)
            call.Pace.EndTalk();
    }

    private void Switch(TroubleKind kind, bool on)
    {
        Room.Trouble.Switch(kind, on);
        Room.Pulse.Beat();
    }

    private static IResult Done(Action act)
    {
        act();
        return Results.NoContent();
    }

    internal sealed record RingBody(string Line, string Person);

    internal sealed record PressBody(string Keys);

    internal sealed record HangUpBody(bool ByTheLine);

    internal sealed record SpokenBody(int Id, bool Ended);

    internal sealed record AppBody(string Touch, string Words);

    internal sealed record AgentBody(bool Ends);

    internal sealed record TroubleBody(string Kind, bool On);

    internal sealed record ForgeBody;
}
