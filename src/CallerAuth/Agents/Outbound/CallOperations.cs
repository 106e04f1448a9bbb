using CallerAuth.Agents.Access;
using CallerAuth.Agents.Api;

namespace CallerAuth.Agents.Outbound;

/// <summary>What the API's description says of the routes for calls that the company places.</summary>
internal static class CallOperations
{
    public static readonly ApiOperation Place = new(
        "placeCall",
        "Place a call",
        "Rings the person from one of the lines. Whoever picks up hears who calls, why and how to call back instead, and presses 1 to go on; then they are verified, and reach an agent. How many are placed is limited, by who orders, by number and overall. Name the request with an `Idempotency-Key` when it may be sent again.",
        Scope.Write,
        [ApiProblem.Malformed, ApiProblem.BadIdempotencyKey, ApiProblem.IdempotencyInProgress, ApiProblem.TooLarge, ApiProblem.UnsupportedMediaType, ApiProblem.Invalid, ApiProblem.InboundOnly, ApiProblem.NumberNotAllowed, ApiProblem.IdempotencyKeyReused, ApiProblem.CallsLimited, ApiProblem.NotPlaced, ApiProblem.PlacingUnknown])
    {
        TakesIdempotencyKey = true,
    };

    public static readonly ApiOperation Read = new("readCall", "See how it stands", "The first look of each who looks is written into the audit trail. A call is forgotten an hour after its end.", Scope.Read, [ApiProblem.NotFound]);

    public static readonly ApiOperation End = new(
        "endCall", "Hang up", "Ends the call, whether it rings or is talked on. Of one that has ended already nothing is changed.", Scope.Write, [ApiProblem.NotFound, ApiProblem.NotPlaced]);
}
