namespace CallerAuth.Agents.Console;

internal static partial class SignInLog
{
    [LoggerMessage(6101, LogLevel.Warning, "An agent could not be signed in")]
    public static partial void SignInFailed(this ILogger logger, Exception? exception);

    [LoggerMessage(6102, LogLevel.Warning, "An agent was signed out here and not at the provider, which could not be asked where")]
    public static partial void NotSignedOutThere(this ILogger logger, Exception exception);
}
