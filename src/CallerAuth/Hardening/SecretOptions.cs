namespace CallerAuth.Hardening;

/// <summary>Where secrets come from, besides environment variables and user secrets.</summary>
internal sealed class SecretOptions
{
    /// <summary>A directory with one file for each setting, as containers mount secrets: the file's name is the key with __ for :, its text the value.</summary>
    public string SecretsDirectory { get; set; } = "";
}
