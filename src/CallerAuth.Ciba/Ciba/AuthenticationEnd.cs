using CallerAuth.Identity;

namespace CallerAuth.Ciba;

/// <summary>How an authentication ended. Only <see cref="Verified"/> says who the person is.</summary>
public abstract record AuthenticationEnd
{
    private AuthenticationEnd()
    {
    }

    /// <summary>The id_token passed every check and is about the person who was asked for.</summary>
    public sealed record Verified(VerifiedIdentity Identity) : AuthenticationEnd;

    /// <summary>The person said no, cancelled or chose other words. Do not ask again by yourself.</summary>
    public sealed record Declined : AuthenticationEnd;

    /// <summary>The time was over.</summary>
    public sealed record Expired : AuthenticationEnd;

    /// <summary>A good id_token about somebody else than the person who was asked for.</summary>
    public sealed record Mismatch : AuthenticationEnd;

    /// <summary>Not verified, for a reason that is no act of the person: an error code, or the name of the check that the id_token did not pass.</summary>
    public sealed record Failed(string Error) : AuthenticationEnd;
}
