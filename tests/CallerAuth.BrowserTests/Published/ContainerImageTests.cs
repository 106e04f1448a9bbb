using System.Formats.Tar;
using System.Text.Json.Nodes;

namespace CallerAuth.BrowserTests.Published;

/// <summary>The image that docs/operations.md tells how to make, on a base that a registry on loopback holds: the real one is out of reach for a test.</summary>
[Collection(nameof(Published))]
public sealed class ContainerImageTests(PublishedService published)
{
    [Fact]
    public async Task The_image_runs_the_service_as_somebody_who_is_not_root_on_port_8080()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var registry = await BaseImageRegistry.StartAsync(cancellation);
        var archive = Path.Combine(published.Place, "image.tar");

        await published.PublishAsync(["-t:PublishContainer", "-p:ContainerImageTag=0.1.0", $"-p:ContainerBaseImage={registry.Image}", $"-p:ContainerArchiveOutputPath={archive}"]);

        var files = await FilesInAsync(archive, cancellation);
        var manifest = JsonNode.Parse(files["manifest.json"])![0]!;
        var config = JsonNode.Parse(files[manifest["Config"]!.ToString()])!["config"]!;
        Assert.Equal("callerauth:0.1.0", manifest["RepoTags"]![0]!.ToString());
        Assert.Equal(["dotnet", "/app/CallerAuth.dll"], config["Entrypoint"]!.AsArray().Select(word => word!.ToString()));
        Assert.Equal(BaseImageRegistry.User, config["User"]!.ToString());
        Assert.NotNull(config["ExposedPorts"]!["8080/tcp"]);
        // User and port are the base's own; which base is taken where none is named is said in the project.
        Assert.Contains("<ContainerFamily>noble-chiseled-extra</ContainerFamily>", await File.ReadAllTextAsync(PublishedService.ProjectFile, cancellation), StringComparison.Ordinal);
        Assert.DoesNotContain(files.Keys, name => name.Contains("appsettings.Development", StringComparison.Ordinal));
    }

    private static async Task<Dictionary<string, byte[]>> FilesInAsync(string archive, CancellationToken cancellationToken)
    {
        var files = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        await using var stream = File.OpenRead(archive);
        await using var tar = new TarReader(stream);
        while (await tar.GetNextEntryAsync(cancellationToken: cancellationToken) is { } entry)
        {
            if (entry.DataStream is null || !entry.Name.EndsWith(".json", StringComparison.Ordinal))
                continue;
            using var copy = new MemoryStream();
            await entry.DataStream.CopyToAsync(copy, cancellationToken);
            files[entry.Name] = copy.ToArray();
        }

        return files;
    }
}
