namespace CallerAuth.Ciba;

/// <summary>The provider could not be talked to sensibly. It stays inside this room: <see cref="CibaClient"/> turns it into a result.</summary>
internal sealed class ProviderUnavailableException(string why) : Exception(why)
{
    /// <summary>Why, without personal data, if this exception says that the provider is unavailable; else null.</summary>
    public static string? WhyIn(Exception exception, CancellationToken callersToken) => exception switch
    {
        OperationCanceledException when callersToken.IsCancellationRequested => null,
        OperationCanceledException => "no answer in time",
        ProviderUnavailableException => exception.Message,
        HttpRequestException http => $"no connection ({http.HttpRequestError})",
        // The exception's own text may quote what the other side sent.
        IOException => "the connection broke",
        _ => null,
    };
}
