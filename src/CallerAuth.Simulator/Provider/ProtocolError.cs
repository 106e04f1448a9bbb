namespace CallerAuth.Simulator.Provider;

/// <summary>An OAuth error answer: HTTP status, <c>error</c> and <c>error_description</c> (RFC 6749 5.2, CIBA Core 13).</summary>
internal sealed record ProtocolError(int Status, string Error, string Description)
{
    public static ProtocolError InvalidRequest(string description) => new(StatusCodes.Status400BadRequest, "invalid_request", description);

    public static ProtocolError InvalidClient(string description) => new(StatusCodes.Status401Unauthorized, "invalid_client", description);

    public static ProtocolError AtPoll(string error, string description) => new(StatusCodes.Status400BadRequest, error, description);
}
