using System.Text.Json;
using System.Xml.Linq;
using CallerAuth.IntegrationTests.Service;
using CallerAuth.IntegrationTests.Stores;
using Microsoft.Extensions.Logging.Testing;

namespace CallerAuth.IntegrationTests.Privacy;

/// <summary>
/// Hears everything that a service says while it works, to anybody: log, telemetry, store, callers, the provider, Twilio. Then tells
/// which secrets were where they have no business to be.
/// </summary>
internal sealed class Eavesdropper : IAsyncDisposable
{
    private const int ShortestNumber = 10;
    private const string StartPath = "/bc-authorize";
    private const string ApiPath = "/api/";
    private const string TokenPath = "/token";

    private readonly World _world;
    private readonly List<StoreWatch> _watches = [];
    private readonly List<string> _more = [];

    private Eavesdropper(World world) => _world = world;

    public ServiceUnderTest Service { get; private set; } = null!;

    public Simulator.SimulatorHost Simulator => _world.Simulator;

    public RedisServer Redis => _world.Redis!;

    public Tap Tap { get; } = new();

    public Instruments Instruments { get; } = new();

    public IReadOnlyList<string> Stored => [.. _watches.SelectMany(watch => watch.Seen)];

    public IReadOnlyList<Exchange> Starts => [.. Tap.Requests.Where(request => request.Path.EndsWith(StartPath, StringComparison.Ordinal))];

    /// <summary>Numbers that were keyed, also wrong ones: each may be somebody's.</summary>
    public IReadOnlySet<string> NationalIds => new HashSet<string>(
        [.. Tap.Webhooks.SelectMany(Keyed), .. Simulator.Provider.Orders.Select(order => order.Person.NationalId), .. _more],
        StringComparer.Ordinal);

    public static async Task<Eavesdropper> StartAsync(StoreKind store, CancellationToken cancellationToken)
    {
        var eavesdropper = new Eavesdropper(await World.StartAsync(store, cancellationToken));
        try
        {
            if (store == StoreKind.Redis)
                await eavesdropper.WatchRedisAsync(cancellationToken);
            eavesdropper.Service = eavesdropper._world.StartService(
                settings: new Dictionary<string, string>(StringComparer.Ordinal) { ["Ciba:StartTimeout"] = "00:00:15" },
                services: eavesdropper.Tap.AddTo);
            if (store == StoreKind.Embedded)
                eavesdropper._watches.Add(StoreWatch.Look(eavesdropper.Service));
            return eavesdropper;
        }
        catch
        {
            await eavesdropper.DisposeAsync();
            throw;
        }
    }

    /// <summary>Again, too, after a restart of the server.</summary>
    public async Task WatchRedisAsync(CancellationToken cancellationToken) => _watches.Add(await StoreWatch.MonitorAsync(Redis.Port, cancellationToken));

    /// <summary>A number that nobody keyed and that the service gets to know all the same, as from a wrong token.</summary>
    public void Mind(params IEnumerable<string> nationalIds) => _more.AddRange(nationalIds);

    /// <returns>One line for each secret and place; the secret itself is not in it.</returns>
    public IReadOnlyList<string> Leaks()
    {
        var secrets = Secrets().ToList();
        return [.. Places().SelectMany(place => secrets.Where(secret => !place.May(secret.Name)).SelectMany(secret => secret.FormsIn(place.Text).Select(form => $"{place.Name}: {form}"))).Distinct()];
    }

    /// <summary>Kinds of secrets that were looked for.</summary>
    public IReadOnlyList<string> Kinds() => [.. Secrets().Select(secret => secret.Name).Distinct()];

    /// <summary>Secrets in the places where they belong, to show that the search sees them at all.</summary>
    public IReadOnlyList<string> Rightly()
    {
        var secrets = Secrets().ToList();
        return
        [
            .. Places().SelectMany(place => secrets.Where(secret => place.May(secret.Name) && secret.FormsIn(place.Text).Count > 0).Select(secret => $"{place.Name}: {secret.Name}")).Distinct(),
        ];
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var watch in _watches)
            await watch.DisposeAsync();
        Instruments.Dispose();
        await _world.DisposeAsync();
    }

    /// <summary>What a number was keyed as; empty for a menu's key.</summary>
    private static IEnumerable<string> Keyed(Exchange webhook) =>
        webhook.Form.Where(field => field.Key == "Digits").Select(field => field.Value.TrimEnd('#')).Where(digits => digits.Length >= ShortestNumber);

    private IEnumerable<Canary> Secrets()
    {
        var people = Simulator.Provider.Orders.Select(order => order.Person).Distinct().ToList();
        return
        [
            .. NationalIds.Select(Canary.OfNationalId),
            .. Simulator.Provider.Orders.Select(order => Canary.Of("auth_req_id", order.AuthReqId)),
            .. Simulator.Provider.Orders.Select(order => order.Words).OfType<string>().Distinct().Select(words => Canary.OfWords("words", words)),
            .. people.Select(person => Canary.OfWords("name", person.Name)),
            .. people.Select(person => Canary.Of("subject", person.Subject.Trim('{', '}'))),
            .. people.Select(person => person.BirthDate).OfType<DateOnly>().Select(date => Canary.OfWords("birth date", date.ToString("yyyy-MM-dd", null))),
            .. Tap.Requests.SelectMany(Tokens).DistinctBy(token => token.Value).Select(token => Canary.Of(token.Key, token.Value)),
            .. Tap.Webhooks.Any(webhook => webhook.Path.StartsWith(ApiPath, StringComparison.Ordinal)) ? [Canary.Of("API key", CallerAuth.Simulator.ServiceSettings.ApiKey)] : Array.Empty<Canary>(),
            .. Tap.Webhooks.Where(IsOfTwilio).Select(webhook => Field(webhook, PersonsNumber(webhook))).OfType<string>().Distinct().Select(Canary.OfCallingNumber),
        ];
    }

    /// <summary>What only the service and the provider know between them.</summary>
    private static IEnumerable<KeyValuePair<string, string>> Tokens(Exchange request)
    {
        foreach (var field in request.Form.Where(field => field.Key == "client_assertion"))
            yield return field;
        if (!request.Path.EndsWith(TokenPath, StringComparison.Ordinal) || !request.ResponseBody.StartsWith('{'))
            yield break;
        using var answer = JsonDocument.Parse(request.ResponseBody);
        foreach (var name in new[] { "id_token", "access_token" })
        {
            if (answer.RootElement.TryGetProperty(name, out var token))
                yield return KeyValuePair.Create(name, token.GetString()!);
        }
    }

    private IEnumerable<Place> Places() =>
    [
        .. Service.Logs.GetSnapshot().Select(line => new Place($"log, {line.Category} {line.Id}", Written(line))),
        .. Instruments.Said.Select(said => new Place("telemetry", said)),
        .. Stored.Select(stored => new Place("store", stored)),
        .. Tap.Webhooks.SelectMany(OfWebhook),
        .. Tap.Requests.SelectMany(OfRequest),
    ];

    /// <summary>Everything of a line that a formatter or an exporter could write.</summary>
    private static string Written(FakeLogRecord line) => string.Join(
        " | ",
        [line.Message, line.Exception?.ToString(), .. (line.StructuredState ?? []).Select(pair => $"{pair.Key}={pair.Value}"), .. line.Scopes.SelectMany(Written)]);

    private static IEnumerable<string?> Written(object? scope) =>
        scope is IEnumerable<KeyValuePair<string, object?>> values ? values.Select(pair => $"{pair.Key}={pair.Value}").Prepend(scope.ToString()) : [scope?.ToString()];

    private static IEnumerable<Place> OfWebhook(Exchange webhook)
    {
        yield return new Place("a webhook's URL", webhook.Url);
        if (webhook.Path.StartsWith(ApiPath, StringComparison.Ordinal))
        {
            yield return new Place("the headers of a request to the API", webhook.RequestHeaders, ["API key"]);
            yield return new Place("the headers of an answer of the API", webhook.ResponseHeaders);
            yield return new Place("an answer of the API", webhook.ResponseBody, ["words", "name", "subject", "birth date"]);
            yield break;
        }

        yield return new Place("a webhook's headers", webhook.RequestHeaders);
        yield return new Place("an answer's headers", webhook.ResponseHeaders);
        // Twilio's own words: the keys that were pressed, and who calls.
        // Whoever orders a call says whom to call.
        if (webhook.Path != "/api/calls")
            yield return new Place("a webhook's other fields", IsPlacedByUs(webhook) ? Fields(webhook, "Digits", "To", "Called") : Fields(webhook, "Digits", "From", "Caller"));
        var (said, markup) = Split(webhook.ResponseBody);
        yield return new Place($"what {webhook.Path} says", said, HandsOn(webhook) ? ["words", .. HandedOn] : ["words"]);
        yield return new Place($"the markup of {webhook.Path}", markup, HandsOn(webhook) ? HandedOn : []);
    }

    private static IEnumerable<Place> OfRequest(Exchange request)
    {
        yield return new Place($"the URL of a request to {request.Path}", request.Url);
        yield return new Place($"the headers of a request to {request.Path}", request.RequestHeaders);
        string[] needed = request.Path switch
        {
            var path when path.EndsWith(StartPath, StringComparison.Ordinal) => ["login_hint", "client_assertion"],
            var path when path.EndsWith(TokenPath, StringComparison.Ordinal) => ["auth_req_id", "client_assertion"],
            // Whom Twilio is to call.
            var path when path.EndsWith("/Calls.json", StringComparison.Ordinal) => ["To"],
            _ => [],
        };
        yield return new Place($"the other fields of a request to {request.Path}", Fields(request, needed));
    }

    private static bool IsOfTwilio(Exchange webhook) => webhook.Path.StartsWith("/voice/", StringComparison.Ordinal);

    private static bool IsPlacedByUs(Exchange webhook) => Field(webhook, "Direction") == "outbound-api";

    /// <summary>The other number is the company's own.</summary>
    private static string PersonsNumber(Exchange webhook) => IsPlacedByUs(webhook) ? "To" : "From";

    private static string? Field(Exchange webhook, string name) => webhook.Form.Where(field => field.Key == name).Select(field => field.Value).FirstOrDefault();

    private static readonly string[] HandedOn = ["name", "subject", "birth date", "calling number"];

    private static bool HandsOn(Exchange webhook) =>
        webhook.ResponseBody.Contains("<Dial", StringComparison.Ordinal) || webhook.ResponseBody.Contains("<Enqueue", StringComparison.Ordinal)
        || webhook.Path == "/voice/whisper" || webhook.Path.StartsWith("/voice/queue/", StringComparison.Ordinal);

    private static string Fields(Exchange exchange, params IReadOnlyList<string> except) =>
        string.Join('\n', exchange.Form.Where(field => !except.Contains(field.Key)).Select(field => $"{field.Key}={field.Value}"));

    private static (string Said, string Markup) Split(string body)
    {
        if (!body.Contains("<Response", StringComparison.Ordinal))
            return ("", body);
        var document = XDocument.Parse(body);
        var says = document.Descendants("Say").ToList();
        var said = string.Join('\n', says.Select(say => say.ToString()));
        foreach (var say in says)
            say.RemoveNodes();
        return (said, document.ToString());
    }

    private sealed record Place(string Name, string Text, params IReadOnlyList<string> Allowed)
    {
        public bool May(string secret) => Allowed.Contains(secret);
    }
}
