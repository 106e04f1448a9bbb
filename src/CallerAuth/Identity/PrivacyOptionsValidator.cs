using Microsoft.Extensions.Options;

namespace CallerAuth.Identity;

/// <summary>Refuses a key that is missing or too short to resist guessing.</summary>
internal sealed class PrivacyOptionsValidator : IValidateOptions<PrivacyOptions>
{
    private const string Mend = "Make one with `openssl rand -base64 32` and set it by the environment variable Privacy__NationalIdHashKey.";

    public ValidateOptionsResult Validate(string? name, PrivacyOptions options)
    {
        if (options.NationalIdHashKey.Length == 0)
            return ValidateOptionsResult.Fail($"Privacy:NationalIdHashKey: missing. {Mend}");
        var key = new byte[options.NationalIdHashKey.Length];
        if (!Convert.TryFromBase64String(options.NationalIdHashKey, key, out var length))
            return ValidateOptionsResult.Fail($"Privacy:NationalIdHashKey: not Base64. {Mend}");
        return length < PrivacyOptions.MinimumKeyLength
            ? ValidateOptionsResult.Fail($"Privacy:NationalIdHashKey: holds {length} bytes, {PrivacyOptions.MinimumKeyLength} are the least. {Mend}")
            : ValidateOptionsResult.Success;
    }
}
