using CallerAuth.Lines;
using CallerAuth.Routing;

namespace CallerAuth.Agents.Requests;

/// <summary>A requested verification in the words of the contract's <c>caller_verification</c>, with the claims that its line hands on and no others.</summary>
internal sealed class RequestVerdict(LineDirectory lines)
{
    /// <returns>Null while it runs.</returns>
    public CallerVerification? Of(RequestedVerification request) => request.State switch
    {
        RequestState.Verified verified => CallerVerification.Verified(request.Id.Value, verified.Identity, lines.Find(request.Line)?.Options.Attributes ?? []),
        RequestState.Unverified unverified => CallerVerification.Unverified(unverified.Reason, request.Id.Value),
        _ => null,
    };
}
