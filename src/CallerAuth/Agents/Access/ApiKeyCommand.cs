namespace CallerAuth.Agents.Access;

/// <summary>The operator's <c>api-key</c> command: makes a key, shows it this once, and says what to write into the settings.</summary>
internal static class ApiKeyCommand
{
    public const string Word = "api-key";

    private const int Misused = 2;

    private const string Usage = """
        CallerAuth api-key new NAME
            NAME   what the audit trail is to call the system: 1 to 40 letters, digits, '.', '-' or '_'
        """;

    /// <returns>The exit code of the process.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> words, TextWriter output, TextWriter errors)
    {
        if (words is not ["new", var name] || !ApiKey.IsName(name))
        {
            await errors.WriteLineAsync(Usage);
            return Misused;
        }

        var key = ApiKey.New();
        await output.WriteLineAsync($$"""
            The key, shown this once; give it to the system and to nobody else:

              {{key}}

            Its settings, with the next free number in the place of 0 (the hash is no secret):

              Api__Keys__0__Name={{name}}
              Api__Keys__0__Sha256={{ApiKey.HashOf(key)}}
              Api__Keys__0__Scopes__0={{Scope.Read}}
              Api__Keys__0__Scopes__1={{Scope.Write}}
            """);
        return 0;
    }
}
