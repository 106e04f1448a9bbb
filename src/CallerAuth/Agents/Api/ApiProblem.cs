namespace CallerAuth.Agents.Api;

/// <summary>A kind of fault that the API tells of (RFC 9457 §3.1). Its type is an address below the API's own, and stays.</summary>
internal sealed record ApiProblem(string Name, int Status, string Title, string Meaning)
{
    public const string Path = "/api/problems/";

    public static readonly ApiProblem Malformed = new("malformed", 400, "The request cannot be read", "The body is no JSON object, not UTF-8, or says something twice.");
    public static readonly ApiProblem BadIdempotencyKey = new("bad-idempotency-key", 400, "The Idempotency-Key cannot be used", "It is one quoted text of 1 to 255 visible ASCII characters.");
    public static readonly ApiProblem Unauthorized = new("unauthorized", 401, "Who are you?", "No access token or key was shown, or one that does not count here.");
    public static readonly ApiProblem Forbidden = new("forbidden", 403, "You may not do that", "The token or key lacks the scope that `WWW-Authenticate` names.");
    public static readonly ApiProblem NotFound = new("not-found", 404, "There is no such thing", "No such address or verification, or one of a line that you may not act for. A verification is forgotten an hour after its end, or after that of the call that it is about.");
    public static readonly ApiProblem MethodNotAllowed = new("method-not-allowed", 405, "Not by this method", "`Allow` lists the methods that there are.");
    public static readonly ApiProblem AlreadyRunning = new("already-running", 409, "This person is being verified already", "One verification runs for a person at a time, whoever asked: somebody else, or the caller on the telephone. Wait for its end.");
    public static readonly ApiProblem AlreadyEnded = new("already-ended", 409, "The verification has ended", "Nothing is left to cancel; read how it ended.");
    public static readonly ApiProblem CallEnded = new("call-ended", 409, "The call has ended", "It was a call of this line and is over; nobody was rung.");
    public static readonly ApiProblem IdempotencyInProgress = new("idempotency-in-progress", 409, "The same request is being answered", "Another request with this Idempotency-Key has no answer yet. Ask again in a second.");
    public static readonly ApiProblem TooLarge = new("too-large", 413, "The request is too large", "A request takes a few hundred bytes; 16 kB are read.");
    public static readonly ApiProblem UnsupportedMediaType = new("unsupported-media-type", 415, "The body is not JSON", "Send `Content-Type: application/json`.");
    public static readonly ApiProblem Invalid = new("invalid", 422, "Something in the request cannot be right", "`errors` says what, by field.");
    public static readonly ApiProblem InboundOnly = new("inbound-only", 422, "This eID is for inbound calls only", "Norwegian BankID serves people who called the company, and nobody whom the company calls. Use another eID, or ask the person to call the published number.");
    public static readonly ApiProblem IdempotencyKeyReused = new("idempotency-key-reused", 422, "The Idempotency-Key belongs to another request", "The same key came with another body in the last 24 hours. Use a new key for a new request.");
    public static readonly ApiProblem Limited = new("limited", 429, "Too many verifications for now", "The person, the line or the whole service has reached a limit; nobody was rung. `Retry-After` says when to try again.");
    public static readonly ApiProblem NumberNotAllowed = new("number-not-allowed", 422, "This number is not called", "Its prefix is not in `Outbound:AllowedPrefixes`, or is denied, or Twilio does not call it.");
    public static readonly ApiProblem CallsLimited = new("calls-limited", 429, "Too many calls for now", "A limit under `Outbound:Limits` is reached, or Twilio takes no more calls of this account just now; nothing rings. `Retry-After` says when to try again.");
    public static readonly ApiProblem NotPlaced = new("not-placed", 502, "Twilio refused the call", "Nothing rings. The settings for Twilio, or the account there, must be mended first; the log says more.");
    public static readonly ApiProblem PlacingUnknown = new("placing-unknown", 504, "It is not known whether the call was placed", "Twilio did not answer, or the instance that asked it has died. If a telephone rings, whoever picks up hears an apology and nothing else. The same `Idempotency-Key` gets this answer for 24 hours and rings nobody; before you order the call anew, look in Twilio's call log for what the line has called.");
    public static readonly ApiProblem NothingToAnnounce = new("cannot-announce", 409, "The words cannot be spoken to the caller", "The verification does not wait for the person, or their call is in no conference. The agent reads the words.");
    public static readonly ApiProblem Fault = new("fault", 500, "A fault of this service", "It is in the log. Whether a verification was started is not known; do not ask again without an Idempotency-Key.");
    public static readonly ApiProblem Unavailable = new("unavailable", 503, "Not just now", "The store or the identity provider does not answer, or too much is going on. Ask again later.");

    public static readonly IReadOnlyList<ApiProblem> All =
    [
        Malformed, BadIdempotencyKey, Unauthorized, Forbidden, NotFound, MethodNotAllowed, AlreadyRunning, AlreadyEnded, CallEnded, IdempotencyInProgress,
        TooLarge, UnsupportedMediaType, Invalid, InboundOnly, IdempotencyKeyReused, Limited, NumberNotAllowed, CallsLimited, NotPlaced, PlacingUnknown, NothingToAnnounce, Fault, Unavailable,
    ];

    public string Type => Path + Name;

    /// <summary>What an empty answer of the framework's means.</summary>
    public static ApiProblem For(int status) => status switch
    {
        401 => Unauthorized,
        403 => Forbidden,
        404 => NotFound,
        405 => MethodNotAllowed,
        413 => TooLarge,
        415 => UnsupportedMediaType,
        503 => Unavailable,
        < 500 => Malformed,
        _ => Fault,
    };
}
