namespace CallerAuth.Ciba;

/// <summary>Reads the answer of the token endpoint to a poll (CIBA Core §10.1.1 and §11).</summary>
internal static class PollAnswer
{
    /// <summary>The result; null when the answer holds an id_token, which is still to be believed.</summary>
    public static PollResult? Read(EId eid, ProviderAnswer answer) => answer.Error switch
    {
        // Before anything else, because providers put these two under 400 as well as 429.
        NotYet.AuthorizationPending => new PollResult.Pending(eid.StepFor(answer.ErrorDescription), answer.RetryAfter),
        NotYet.SlowDown => new PollResult.SlowDown(answer.RetryAfter),
        null when answer is { IsSuccess: true, Body: not null } =>
            answer.TextOf("id_token") is null ? new PollResult.Failed("a token answer without an id_token") : null,
        _ when answer.IsTrouble => new PollResult.Unavailable(answer.Description, answer.RetryAfter),
        "access_denied" => new PollResult.Declined(),
        "expired_token" => new PollResult.Expired(),
        { } error => new PollResult.Failed(error),
        null => new PollResult.Unavailable(answer.Description, answer.RetryAfter),
    };
}
