using Microsoft.Extensions.Options;

namespace CallerAuth.Identity;

/// <summary>Refuses a key that is missing or too short to resist guessing.</summary>
internal sealed class PrivacyOptionsValidator : IValidateOptions<PrivacyOptions>
{
    private const string Mend = "Make one with `openssl rand -base64 32` and set it by the environment variable Privacy__NationalIdHashKey.";

    public ValidateOptionsResult Validate(string? name, PrivacyOptions options)
    {
        List<string> faults = [.. FaultsIn("Privacy:NationalIdHashKey", options.NationalIdHashKey)];
        for (var i = 0; i < options.OtherNationalIdHashKeys?.Count; i++)
            faults.AddRange(FaultsIn($"Privacy:OtherNationalIdHashKeys:{i}", options.OtherNationalIdHashKeys[i]));
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static IEnumerable<string> FaultsIn(string setting, string? text)
    {
        var key = new byte[text?.Length ?? 0];
        if (string.IsNullOrEmpty(text))
            yield return $"{setting}: missing. {Mend}";
        else if (!Convert.TryFromBase64String(text, key, out var length))
            yield return $"{setting}: not Base64. {Mend}";
        else if (length < PrivacyOptions.MinimumKeyLength)
            yield return $"{setting}: holds {length} bytes, {PrivacyOptions.MinimumKeyLength} are the least. {Mend}";
    }
}
