
namespace CallerAuth.Agents.Api;

/// <summary>What the description says of a route, beside its shapes.</summary>
internal sealed record ApiOperation(string Id, string Summary, string Description, string Scope, IReadOnlyList<ApiProblem> Problems)
{
    public static readonly ApiOperation Start = new(
        "startVerification",
        "Start a verification",
        "Asks the person in their app who they are. It is answered as soon as the request is written down; how it goes on, the words to read aloud among it, is read or followed at `Location`. The person's telephone rings once for each request that is answered with 202, so name the request with an `Idempotency-Key` when it may be sent again.",
        Access.Scope.Write,
        [ApiProblem.Malformed, ApiProblem.BadIdempotencyKey, ApiProblem.AlreadyRunning, ApiProblem.CallEnded, ApiProblem.IdempotencyInProgress, ApiProblem.TooLarge, ApiProblem.UnsupportedMediaType, ApiProblem.Invalid, ApiProblem.InboundOnly, ApiProblem.IdempotencyKeyReused, ApiProblem.Limited])
    {
        TakesIdempotencyKey = true,
    };

    public static readonly ApiOperation Read = new(
        "readVerification",
        "See how it stands",
        "The first look of each who looks is written into the audit trail. A verification is forgotten an hour after its end, or after that of the call that it is about.",
        Access.Scope.Read,
        [ApiProblem.NotFound]);

    public static readonly ApiOperation Cancel = new(
        "cancelVerification",
        "Cancel it",
        "It becomes `unverified` with the reason `cancelled`, whatever the person does in the app, which cannot be told and asks on until its own time is up.",
        Access.Scope.Write,
        [ApiProblem.NotFound, ApiProblem.AlreadyEnded]);

    public static readonly ApiOperation Follow = new(
        "followVerification",
        "Follow it",
        "Server-sent events: one `progress` for how it stands and for each change, then one `outcome`, and the end of the stream. The data of each is the verification. Who reconnects with `Last-Event-ID` gets what is newer; when the outcome was seen that is 204, which tells a browser to stop. Any instance answers, whichever started it.",
        Access.Scope.Read,
        [ApiProblem.NotFound]);

    /// <summary>Whether it may be sent again under an <c>Idempotency-Key</c>.</summary>
    public bool TakesIdempotencyKey { get; init; }

    /// <summary>What may happen at every route.</summary>
    public static readonly IReadOnlyList<ApiProblem> Always = [ApiProblem.Unauthorized, ApiProblem.Forbidden, ApiProblem.Fault, ApiProblem.Unavailable];
}
