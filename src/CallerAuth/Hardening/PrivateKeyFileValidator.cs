using CallerAuth.Ciba;
using Microsoft.Extensions.Options;

namespace CallerAuth.Hardening;

/// <summary>
/// Outside Development the file with the private key may not be open to everybody on the machine. Its group may read it:
/// Kubernetes hands a secret to a process that is not root in no other way.
/// </summary>
internal sealed class PrivateKeyFileValidator(IHostEnvironment environment) : IValidateOptions<CibaOptions>
{
    private const UnixFileMode TooOpen =
        UnixFileMode.GroupWrite | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    public ValidateOptionsResult Validate(string? name, CibaOptions options)
    {
        if (environment.IsDevelopment() || OperatingSystem.IsWindows() || options.ClientAuthentication != ClientAuthentication.PrivateKeyJwt)
            return ValidateOptionsResult.Success;
        return ModeOf(options.PrivateKeyPath) is { } mode && (mode & TooOpen) != UnixFileMode.None
            ? ValidateOptionsResult.Fail($"Ciba:PrivateKeyPath: the file has mode {Convert.ToString((int)mode, 8)}, so others on this machine can read or change the key. Run `chmod 600` on it; in Kubernetes set defaultMode to 0400 and an fsGroup.")
            : ValidateOptionsResult.Success;
    }

    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    private static UnixFileMode? ModeOf(string path)
    {
        try
        {
            // A link has a mode of its own that says nothing; containers mount secrets as links.
            return File.Exists(path) ? File.GetUnixFileMode(File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // That the file cannot be read is told by the check of the key itself.
            return null;
        }
    }
}
