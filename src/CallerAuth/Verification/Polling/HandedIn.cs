namespace CallerAuth.Verification.Polling;

/// <summary>Something that this instance's engine is to know.</summary>
internal abstract record HandedIn
{
    private HandedIn()
    {
    }

    /// <summary>A verification was begun in a shard that is ours.</summary>
    public sealed record Begun(VerificationId Id, string EId, string AuthReqId, byte[] Box, TimeSpan Interval, TimeSpan Wait) : HandedIn
    {
        public override string ToString() => $"Begun({Id})";
    }

    public sealed record Cancelled(VerificationId Id) : HandedIn;

    /// <summary>The provider says that there is an answer (CIBA Core 10.2).</summary>
    public sealed record Notified(VerificationId Id) : HandedIn;

    /// <summary>There is something new in a shard, perhaps one of ours.</summary>
    public sealed record Attention(int Shard) : HandedIn;

    /// <summary>The store did not answer to a start in a shard, which may run all the same.</summary>
    public sealed record Uncertain(int Shard) : HandedIn;

    /// <summary>A shard is free, perhaps for us.</summary>
    public sealed record Freed : HandedIn;

    /// <summary>An instance says goodbye; what it owned is free, or soon will be.</summary>
    public sealed record Left(string Instance) : HandedIn;
}
