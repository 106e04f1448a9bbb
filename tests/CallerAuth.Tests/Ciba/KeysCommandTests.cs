using CallerAuth.Ciba;

namespace CallerAuth.Tests.Ciba;

/// <summary>A key is made by one command: private half in a file for the service alone, public half for the provider.</summary>
public sealed class KeysCommandTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("callerauth-keys-").FullName;

    private string KeyPath => Path.Combine(_directory, "key.pem");

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Theory]
    [InlineData("RS256", "RSA")]
    [InlineData("PS256", "RSA")]
    [InlineData("ES256", "EC")]
    public async Task A_new_key_signs_and_only_its_public_half_is_shown(string algorithm, string type)
    {
        using var output = new StringWriter();

        Assert.Equal(0, await KeysCommand.RunAsync(["new", "--algorithm", algorithm, "--out", KeyPath], output, TextWriter.Null));

        Assert.True(SigningKey.TryLoad(new CibaOptions { PrivateKeyPath = KeyPath, SigningAlgorithm = algorithm }, out var credentials, out _));
        Assert.Contains($"{{\"keys\":[{{\"kty\":\"{type}\"", output.ToString(), StringComparison.Ordinal);
        Assert.Contains($"\"alg\":\"{algorithm}\",\"kid\":\"{credentials.Key.KeyId}\"", output.ToString(), StringComparison.Ordinal);
        Assert.All(new[] { "\"d\"", "\"p\"", "\"q\"", "PRIVATE" }, secret => Assert.DoesNotContain(secret, output.ToString(), StringComparison.Ordinal));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(KeyPath));
    }

    [Fact]
    public async Task A_key_that_is_there_is_not_written_over()
    {
        await File.WriteAllTextAsync(KeyPath, "precious", TestContext.Current.CancellationToken);
        using var errors = new StringWriter();

        Assert.Equal(1, await KeysCommand.RunAsync(["new", "--out", KeyPath], TextWriter.Null, errors));

        Assert.Equal("precious", await File.ReadAllTextAsync(KeyPath, TestContext.Current.CancellationToken));
        Assert.Contains("is there already", errors.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData]
    [InlineData("old")]
    [InlineData("new", "--algorithm")]
    [InlineData("new", "--algorithm", "HS256")]
    [InlineData("new", "--out", "")]
    public async Task Whoever_asks_otherwise_is_shown_how(params string[] words)
    {
        using var errors = new StringWriter();

        Assert.Equal(2, await KeysCommand.RunAsync(words, TextWriter.Null, errors));

        Assert.StartsWith("CallerAuth keys new", errors.ToString(), StringComparison.Ordinal);
    }
}
