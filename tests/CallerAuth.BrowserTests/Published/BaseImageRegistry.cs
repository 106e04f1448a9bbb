using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CallerAuth.BrowserTests.Published;

/// <summary>An image registry with one image: a base as .NET's own are, with an empty file system (OCI distribution specification).</summary>
internal sealed class BaseImageRegistry : IAsyncDisposable
{
    /// <summary>The user of .NET's images.</summary>
    public const string User = "1654";

    private const string Name = "dotnet/aspnet";
    private const string Tag = "10.0-noble-chiseled-extra";
    private const string ManifestType = "application/vnd.docker.distribution.manifest.v2+json";

    private readonly WebApplication _app;

    private BaseImageRegistry(WebApplication app) => _app = app;

    /// <summary>Its address as the SDK takes it; loopback needs no TLS.</summary>
    public string Image => $"localhost:{new Uri(_app.Urls.First()).Port}/{Name}:{Tag}";

    public static async Task<BaseImageRegistry> StartAsync(CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var (manifest, blobs) = EmptyImage();
        app.MapMethods($"/v2/{Name}/manifests/{{reference}}", ["GET", "HEAD"], (HttpContext context) =>
        {
            context.Response.Headers["Docker-Content-Digest"] = DigestOf(manifest);
            return Results.Bytes(manifest, ManifestType);
        });
        app.MapGet($"/v2/{Name}/blobs/{{digest}}", (string digest) => blobs.TryGetValue(digest, out var blob) ? Results.Bytes(blob) : Results.NotFound());
        await app.StartAsync(cancellationToken);
        return new BaseImageRegistry(app);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static (byte[] Manifest, Dictionary<string, byte[]> Blobs) EmptyImage()
    {
        var layer = EmptyFileSystem();
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write(layer);
        var compressed = packed.ToArray();
        var config = Encoding.UTF8.GetBytes($$"""
            {"architecture":"amd64","os":"linux","config":{"Env":["ASPNETCORE_HTTP_PORTS=8080","APP_UID={{User}}"],"User":"{{User}}"},
             "rootfs":{"type":"layers","diff_ids":["{{DigestOf(layer)}}"]},"history":[{"created":"2026-01-01T00:00:00Z","created_by":"test"}]}
            """);
        var manifest = Encoding.UTF8.GetBytes($$"""
            {"schemaVersion":2,"mediaType":"{{ManifestType}}",
             "config":{"mediaType":"application/vnd.docker.container.image.v1+json","size":{{config.Length}},"digest":"{{DigestOf(config)}}"},
             "layers":[{"mediaType":"application/vnd.docker.image.rootfs.diff.tar.gzip","size":{{compressed.Length}},"digest":"{{DigestOf(compressed)}}"}]}
            """);
        return (manifest, new(StringComparer.Ordinal) { [DigestOf(config)] = config, [DigestOf(compressed)] = compressed });
    }

    private static byte[] EmptyFileSystem()
    {
        using var stream = new MemoryStream();
        using (var tar = new TarWriter(stream, leaveOpen: true))
            tar.WriteEntry(new PaxTarEntry(TarEntryType.Directory, "etc/"));
        return stream.ToArray();
    }

    private static string DigestOf(byte[] content) => "sha256:" + Convert.ToHexStringLower(SHA256.HashData(content));
}
