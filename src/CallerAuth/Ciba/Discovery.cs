using System.Text.Json;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;

namespace CallerAuth.Ciba;

/// <summary>What we need of a provider's discovery document, and its keys.</summary>
internal sealed record ProviderMetadata(Uri BackchannelAuthenticationEndpoint, Uri TokenEndpoint, IReadOnlyList<JsonWebKey> Keys);

/// <summary>
/// Fetches and keeps the provider's discovery document and keys (OpenID Connect Discovery §4). Not the library's ConfigurationManager: that refreshes in the background and by the wall clock,
/// and an id_token with a new key can be redeemed once only, so the new key has to be here before the poll is answered.
/// </summary>
internal sealed partial class Discovery(
    BackChannel backChannel,
    IOptions<CibaOptions> options,
    TimeProvider timeProvider,
    ILogger<Discovery> logger) : IDisposable
{
    /// <summary>Idura documents this path; used where a discovery document does not name the endpoint.</summary>
    private const string IduraBackchannelPath = "/ciba/bc-authorize";
    private const int MaxKeys = 64;

    private static readonly TimeSpan FetchTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan KeptFor = TimeSpan.FromHours(12);

    // A made-up kid must not make us hammer the provider, nor a failing provider make every poll wait for its own time-out.
    private static readonly TimeSpan RefreshEvery = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan RetryEvery = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim _oneAtATime = new(1, 1);
    private volatile Fetched? _fetched;
    private (string Why, DateTimeOffset At)? _failure;
    private DateTimeOffset _refreshedAt = DateTimeOffset.MinValue;

    /// <summary>What is known, fetched when there is nothing yet or it has grown old. An old copy serves on when the provider does not answer.</summary>
    public async Task<ProviderMetadata> GetAsync(CancellationToken cancellationToken)
    {
        if (_fetched is { } fetched && !HasGrownOld(fetched))
            return fetched.Metadata;

        await _oneAtATime.WaitAsync(cancellationToken);
        try
        {
            if (_fetched is not { } kept)
                return (await FetchAsync(cancellationToken)).Metadata;

            return HasGrownOld(kept) ? await FetchOrKeepAsync(kept, cancellationToken) : kept.Metadata;
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    /// <summary>Something newer than <paramref name="stale"/>, in which a key was missing; the same when it is too soon to ask again or nobody answers.</summary>
    public async Task<ProviderMetadata> RefreshAsync(ProviderMetadata stale, CancellationToken cancellationToken)
    {
        await _oneAtATime.WaitAsync(cancellationToken);
        try
        {
            if (_fetched is not { } kept || !ReferenceEquals(kept.Metadata, stale))
                return _fetched?.Metadata ?? stale;

            var now = timeProvider.GetUtcNow();
            if (now - _refreshedAt < RefreshEvery)
                return stale;

            _refreshedAt = now;
            return await FetchOrKeepAsync(kept, cancellationToken);
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    public void Dispose() => _oneAtATime.Dispose();

    private bool HasGrownOld(Fetched fetched) => timeProvider.GetUtcNow() - fetched.At > KeptFor;

    private async Task<ProviderMetadata> FetchOrKeepAsync(Fetched kept, CancellationToken cancellationToken)
    {
        try
        {
            return (await FetchAsync(cancellationToken)).Metadata;
        }
        catch (ProviderUnavailableException)
        {
            return kept.Metadata;
        }
    }

    private async Task<Fetched> FetchAsync(CancellationToken cancellationToken)
    {
        if (_failure is { } failure && timeProvider.GetUtcNow() - failure.At < RetryEvery)
            throw new ProviderUnavailableException(failure.Why);

        using var timeout = new CancellationTokenSource(FetchTimeout, timeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            var fetched = new Fetched(await FetchMetadataAsync(either.Token), timeProvider.GetUtcNow());
            _fetched = fetched;
            _failure = null;
            LogFetched(fetched.Metadata.Keys.Count);
            return fetched;
        }
        catch (Exception e) when (ProviderUnavailableException.WhyIn(e, cancellationToken) is { } why)
        {
            _failure = ($"discovery: {why}", timeProvider.GetUtcNow());
            LogNotFetched(why);
            throw new ProviderUnavailableException($"discovery: {why}");
        }
    }

    private async Task<ProviderMetadata> FetchMetadataAsync(CancellationToken cancellationToken)
    {
        var provider = options.Value;
        var authority = provider.Authority.TrimEnd('/');
        var document = await GetObjectAsync(new Uri($"{authority}/.well-known/openid-configuration"), cancellationToken);

        // OpenID Connect Discovery §4.3: exactly ours, or the document speaks for somebody else.
        if (StrictJson.TextOf(document, "issuer") != provider.ExpectedIssuer)
            throw new ProviderUnavailableException($"the discovery document's issuer is not {provider.ExpectedIssuer}; if it should be, set Ciba:Issuer");

        var metadata = new ProviderMetadata(
            Address(provider.BackchannelAuthenticationEndpoint, StrictJson.TextOf(document, "backchannel_authentication_endpoint") ?? authority + IduraBackchannelPath, "backchannel_authentication_endpoint"),
            Address(provider.TokenEndpoint, StrictJson.TextOf(document, "token_endpoint"), "token_endpoint"),
            []);
        var keys = KeysIn(await GetObjectAsync(Address("", StrictJson.TextOf(document, "jwks_uri"), "jwks_uri"), cancellationToken));
        return keys.Length > 0 ? metadata with { Keys = keys } : throw new ProviderUnavailableException("the provider publishes no keys");
    }

    private Uri Address(string configured, string? discovered, string member)
    {
        if (configured.Length > 0)
            return new Uri(configured);

        // A provider reached by https has no business sending us to plain http, not even on this machine.
        if (ProviderAddress.TryParse(discovered, out var address) && (address.Scheme == "https" || new Uri(options.Value.Authority).IsLoopback))
            return address;
        throw new ProviderUnavailableException($"the discovery document has no usable {member}");
    }

    private async Task<JsonElement> GetObjectAsync(Uri address, CancellationToken cancellationToken) =>
        StrictJson.Object(await backChannel.GetAsync(address, cancellationToken))
        ?? throw new ProviderUnavailableException($"no JSON object at {address.AbsolutePath}");

    private static JsonWebKey[] KeysIn(JsonElement jwks)
    {
        try
        {
            return [.. new JsonWebKeySet(jwks.GetRawText()).Keys.Where(IsWellFormed).Take(MaxKeys)];
        }
        catch (ArgumentException)
        {
            throw new ProviderUnavailableException("the provider's keys are no JWK set");
        }
    }

    // The key's size is read from its members, and members that cannot be read throw.
    private static bool IsWellFormed(JsonWebKey key)
    {
        try
        {
            return key.KeySize > 0;
        }
        catch (Exception e) when (e is FormatException or ArgumentException)
        {
            return false;
        }
    }

    private sealed record Fetched(ProviderMetadata Metadata, DateTimeOffset At);

    [LoggerMessage(Level = LogLevel.Information, Message = "Fetched the provider's discovery document and {Keys} keys.")]
    private partial void LogFetched(int keys);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Could not fetch the provider's discovery document and keys: {Why}.")]
    private partial void LogNotFetched(string why);
}
