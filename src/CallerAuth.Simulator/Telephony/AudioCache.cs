using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;

namespace CallerAuth.Simulator.Telephony;

/// <summary>A sound file as it was served, and how long it plays.</summary>
internal sealed record Recording(byte[] Bytes, TimeSpan Length);

/// <summary>
/// Fetches what Play plays: by GET, without parameters, and no oftener than its caching headers ask
/// (twilio.com/docs/voice/twiml/play).
/// </summary>
internal sealed class AudioCache(Webhooks webhooks, TimeProvider time)
{
    // What an unknown format is taken to weigh: 64 kbit/s.
    private const double BytesPerSecond = 8000;
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<Uri, Kept> _kept = [];

    public async Task<Recording> FetchAsync(Uri url, CancellationToken cancellationToken)
    {
        _kept.TryGetValue(url, out var kept);
        if (kept is not null && time.GetUtcNow() < kept.FreshUntil)
            return kept.Recording;

        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        if (kept?.ETag is { } tag)
            request.Headers.IfNoneMatch.Add(tag);
        if (kept?.LastModified is { } modified)
            request.Headers.IfModifiedSince = modified;
        using var response = await webhooks.FetchAsync(request, cancellationToken);
        var freshUntil = time.GetUtcNow() + (response.Headers.CacheControl?.MaxAge ?? TimeSpan.Zero);
        if (kept is not null && response.StatusCode == HttpStatusCode.NotModified)
        {
            _kept[url] = kept with { FreshUntil = freshUntil };
            return kept.Recording;
        }

        if (!response.IsSuccessStatusCode)
            throw new CallFault(11200, url, $"audio was answered {(int)response.StatusCode}");
        var type = response.Content.Headers.ContentType?.MediaType ?? "";
        if (!type.StartsWith("audio/", StringComparison.Ordinal))
            throw new CallFault(12300, url, $"content type “{type}” is not audio");

        var bytes = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        var fresh = new Kept(new Recording(bytes, LengthOf(bytes)), response.Headers.ETag, response.Content.Headers.LastModified, freshUntil);
        _kept[url] = fresh;
        return fresh.Recording;
    }

    private static TimeSpan LengthOf(byte[] sound)
    {
        // RIFF/WAVE keeps its bytes per second at offset 28.
        var isWave = sound.Length > 44 && sound.AsSpan(0, 4).SequenceEqual("RIFF"u8) && sound.AsSpan(8, 4).SequenceEqual("WAVE"u8);
        var rate = isWave ? BinaryPrimitives.ReadUInt32LittleEndian(sound.AsSpan(28)) : BytesPerSecond;
        var length = TimeSpan.FromSeconds(sound.Length / Math.Max(rate, 1));
        return length < Shortest ? Shortest : length;
    }

    private sealed record Kept(Recording Recording, EntityTagHeaderValue? ETag, DateTimeOffset? LastModified, DateTimeOffset FreshUntil);
}
