using System.Text.Json;
using Microsoft.Extensions.Options;

namespace CallerAuth.Ciba;

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
    // Shorter than what a start may take, so that a provider that hangs is noticed once and not by every caller anew.
    private static readonly TimeSpan FetchTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan KeptFor = TimeSpan.FromHours(12);
    private static readonly TimeSpan RenewEvery = TimeSpan.FromMinutes(1);

    // A made-up kid must not make us hammer the provider, nor a failing provider make every poll wait for its own time-out.
    private static readonly TimeSpan RefreshEvery = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan RetryEvery = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim _oneAtATime = new(1, 1);
    private volatile Fetched? _fetched;
    private (string Why, DateTimeOffset At)? _failure;
    private DateTimeOffset _refreshedAt = DateTimeOffset.MinValue;

    /// <summary>Whether a token could be checked now without asking the provider anything.</summary>
    public bool HasKeys => _fetched is not null;

    /// <summary>What is known, fetched when there is nothing yet or it has grown old. An old copy serves on when the provider does not answer.</summary>
    public ValueTask<ProviderMetadata> GetAsync(CancellationToken cancellationToken) =>
        _fetched is { } fetched && !HasGrownOld(fetched) ? new(fetched.Metadata) : new(FetchOrRenewAsync(cancellationToken));

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

    private async Task<ProviderMetadata> FetchOrRenewAsync(CancellationToken cancellationToken)
    {
        if (_fetched is not { } fetched)
            await _oneAtATime.WaitAsync(cancellationToken);
        else if (!await _oneAtATime.WaitAsync(0, cancellationToken))
            return fetched.Metadata; // While one asker renews an old copy, the others go on with it.

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

    private bool HasGrownOld(Fetched fetched) => timeProvider.GetUtcNow() - fetched.At > KeptFor;

    private async Task<ProviderMetadata> FetchOrKeepAsync(Fetched kept, CancellationToken cancellationToken)
    {
        try
        {
            return (await FetchAsync(cancellationToken)).Metadata;
        }
        catch (ProviderUnavailableException)
        {
            if (HasGrownOld(kept))
                _fetched = kept with { At = timeProvider.GetUtcNow() - KeptFor + RenewEvery };
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
        var authority = options.Value.Authority.TrimEnd('/');
        var metadata = ProviderMetadata.Read(options.Value, await GetObjectAsync(new Uri($"{authority}/.well-known/openid-configuration"), cancellationToken));
        return metadata.WithKeys(await GetObjectAsync(metadata.JwksUri, cancellationToken));
    }

    private async Task<JsonElement> GetObjectAsync(Uri address, CancellationToken cancellationToken) =>
        StrictJson.Object(await backChannel.GetAsync(address, cancellationToken))
        ?? throw new ProviderUnavailableException($"no JSON object at {address.AbsolutePath}");

    private sealed record Fetched(ProviderMetadata Metadata, DateTimeOffset At);

    [LoggerMessage(5001, LogLevel.Information, "Fetched the provider's discovery document and {Keys} keys.")]
    private partial void LogFetched(int keys);

    [LoggerMessage(5002, LogLevel.Warning, "Could not fetch the provider's discovery document and keys: {Why}.")]
    private partial void LogNotFetched(string why);
}
