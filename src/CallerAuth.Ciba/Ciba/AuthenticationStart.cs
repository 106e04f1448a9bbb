using CallerAuth.Identity;

namespace CallerAuth.Ciba;

/// <summary>How <see cref="ICibaAuthenticator.StartAsync"/> ended.</summary>
public abstract record AuthenticationStart
{
    private AuthenticationStart()
    {
    }

    /// <summary>The person is being asked.</summary>
    public sealed record Asked : AuthenticationStart
    {
        internal Asked(EId eid, Claimant claimant, StartResult.Started started, DateTimeOffset expiresAt)
        {
            EId = eid;
            Claimant = claimant;
            Started = started;
            ExpiresAt = expiresAt;
        }

        /// <summary>The words that the person must find in the app, to be read or shown to them; null where the eID has none.</summary>
        public string? Words => Started.Words?.Value;

        /// <summary>When the provider gives up (<c>expires_in</c>).</summary>
        public DateTimeOffset ExpiresAt { get; }

        internal EId EId { get; }

        internal Claimant Claimant { get; }

        internal StartResult.Started Started { get; }

        /// <summary>Masked: the words are for one person.</summary>
        public override string ToString() => $"Asked({EId.Name}, ***)";
    }

    /// <summary>No such number can exist; the provider was not asked.</summary>
    public sealed record NotANationalId : AuthenticationStart;

    /// <summary>The provider says no, with an error of CIBA Core §13 such as <c>unknown_user_id</c>.</summary>
    public sealed record Refused(string Error) : AuthenticationStart;

    /// <summary>No usable answer. The person's app may ring all the same.</summary>
    public sealed record Unavailable(string Why) : AuthenticationStart;
}
