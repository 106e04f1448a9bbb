namespace CallerAuth.Agents.Console;

internal static partial class SignInLog
{
    [LoggerMessage(6101, LogLevel.Warning, "An agent could not be signed in")]
    public static partial void SignInFailed(this ILogger logger, Exception? exception);
}
