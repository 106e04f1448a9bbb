namespace CallerAuth.Hardening;

/// <summary>Settings from files, one each: <c>/run/secrets/Twilio__AuthToken</c>. They go before all other sources.</summary>
internal static class SecretsDirectory
{
    private const int FilesMax = 100;

    /// <summary>A directory that cannot be read is left out here and told with the other faults at start.</summary>
    public static void AddSecretsDirectory(this ConfigurationManager configuration)
    {
        var path = configuration[nameof(SecretOptions.SecretsDirectory)];
        if (!string.IsNullOrEmpty(path) && FaultIn(path) is null)
            configuration.AddKeyPerFile(Path.GetFullPath(path), optional: false);
    }

    /// <returns>Null when every file of the directory can be read.</returns>
    public static string? FaultIn(string path)
    {
        try
        {
            var files = Directory.EnumerateFiles(path).Take(FilesMax + 1).ToList();
            if (files.Count > FilesMax)
                return $"{path} holds more than {FilesMax} files; give it a directory of its own.";
            foreach (var file in files)
                File.OpenRead(file).Dispose();
            return null;
        }
        catch (DirectoryNotFoundException)
        {
            return $"there is no directory {path}. Mount the secrets there, or leave the setting empty.";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"{path} cannot be read. Let the user that runs the service read the directory and each file in it.";
        }
    }
}
