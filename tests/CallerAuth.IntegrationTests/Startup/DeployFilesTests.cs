using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;

namespace CallerAuth.IntegrationTests.Startup;

/// <summary>What ships for those who install the service: the settings in it are complete, and the paths that it probes and opens are there.</summary>
public sealed partial class DeployFilesTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_manifests_settings_with_its_secrets_are_complete()
    {
        var secrets = Directory.CreateTempSubdirectory("callerauth-secrets-").FullName;
        try
        {
            using (var key = RSA.Create(2048))
                await File.WriteAllTextAsync(Path.Combine(secrets, "signing-key.pem"), key.ExportPkcs8PrivateKeyPem(), Cancellation);
            await File.WriteAllTextAsync(Path.Combine(secrets, "Twilio__AuthToken"), "token", Cancellation);
            await File.WriteAllTextAsync(Path.Combine(secrets, "Privacy__NationalIdHashKey"), Convert.ToBase64String(new byte[32]), Cancellation);
            await File.WriteAllTextAsync(Path.Combine(secrets, "Store__ConnectionString"), "127.0.0.1:1", Cancellation);
            foreach (var file in Directory.EnumerateFiles(secrets))
            {
                if (!OperatingSystem.IsWindows())
                    File.SetUnixFileMode(file, UnixFileMode.UserRead);
            }

            var (_, output, _) = await ServiceProgram.RunAsync(SettingsOf(Manifest(), secrets), ["doctor"], "", Cancellation);

            Assert.Contains("ok      Settings: complete", output, StringComparison.Ordinal);
            Assert.Contains("ok      Signing key", output, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(secrets, recursive: true);
        }
    }

    [Fact]
    public void The_manifest_names_every_secret_that_its_first_lines_make()
    {
        var made = SecretMade().Matches(Manifest()).Select(match => match.Groups["name"].Value);

        Assert.Equal(["Privacy__NationalIdHashKey", "Store__ConnectionString", "Twilio__AuthToken", "signing-key.pem"], made.Order(StringComparer.Ordinal));
    }

    private static string Manifest()
    {
        var at = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(at, "CallerAuth.sln")))
            at = Path.GetDirectoryName(at) ?? throw new InvalidOperationException("The tests do not lie below the repository.");
        return File.ReadAllText(Path.Combine(at, "docs", "deploy", "kubernetes.yaml")).ReplaceLineEndings("\n");
    }

    private static Dictionary<string, string> SettingsOf(string manifest, string secrets)
    {
        var json = SettingsFile().Match(manifest).Groups["json"].Value.Replace("/run/secrets/callerauth", secrets, StringComparison.Ordinal);
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(json));
        var settings = new ConfigurationBuilder().AddJsonStream(stream).Build();
        return settings.AsEnumerable().Where(setting => setting.Value is not null).ToDictionary(setting => setting.Key, setting => setting.Value!, StringComparer.Ordinal);
    }

    [GeneratedRegex(@"appsettings\.Production\.json: \|\n(?<json>(?:    .*\n)+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SettingsFile();

    [GeneratedRegex(@"--from-(?:file|literal)=(?<name>[\w.-]+)=", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SecretMade();
}
