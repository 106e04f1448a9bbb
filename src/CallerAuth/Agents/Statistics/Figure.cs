using System.Globalization;

namespace CallerAuth.Agents.Statistics;

/// <summary>The words under which things are counted. They stand in the store and in the CSV, so they stay as they are.</summary>
internal static class Figure
{
    /// <summary>The call rang.</summary>
    public const string Rang = "rang";

    /// <summary>The caller was asked for the national ID.</summary>
    public const string Asked = "asked";

    /// <summary>A number that can exist was keyed.</summary>
    public const string Keyed = "keyed";

    /// <summary>The provider has rung the app.</summary>
    public const string AppRang = "app_rang";

    /// <summary>The identity is proven.</summary>
    public const string Approved = "approved";

    /// <summary>Handed on to an agent, verified.</summary>
    public const string ToVerified = "to_verified";

    /// <summary>Handed on to an agent, unverified.</summary>
    public const string ToUnverified = "to_unverified";

    /// <summary>Unverified on a line that leads such callers to a goodbye.</summary>
    public const string Goodbye = "goodbye";

    /// <summary>Followed by why.</summary>
    public const string Reason = "reason:";

    /// <summary>Followed by where the caller hung up.</summary>
    public const string Left = "left:";

    /// <summary>Followed by the longest time of the bucket in seconds, or <see cref="More"/>: from the ring to the approval.</summary>
    public const string SinceRang = "since_rang:";

    /// <summary>The same from the first number that was keyed.</summary>
    public const string SinceKeyed = "since_keyed:";

    /// <summary>Longer than the last bucket.</summary>
    public const string More = "more";

    /// <summary>An agent or a system has asked for a verification.</summary>
    public const string RequestAsked = "request:asked";

    public const string RequestVerified = "request:verified";

    /// <summary>Followed by why.</summary>
    public const string RequestReason = "request:reason:";

    /// <summary>The steps of the funnel, in their order.</summary>
    public static readonly IReadOnlyList<string> Funnel = [Rang, Asked, Keyed, AppRang, Approved, ToVerified];

    /// <summary>Upper ends of the buckets, in seconds.</summary>
    public static readonly IReadOnlyList<int> Buckets = [10, 20, 30, 45, 60, 90, 120, 180, 300];

    /// <returns>The name of the bucket that a time falls into.</returns>
    public static string BucketOf(TimeSpan time)
    {
        foreach (var bucket in Buckets)
        {
            if (time.TotalSeconds <= bucket)
                return bucket.ToString(CultureInfo.InvariantCulture);
        }

        return More;
    }

    /// <summary>Where callers can leave, in the order of a call.</summary>
    public static readonly IReadOnlyList<string> Places = ["menu", "number", "start", "app", "retry", "handover"];

    /// <summary>In the order of the contract's <c>reason</c>.</summary>
    public static readonly IReadOnlyList<string> Reasons = ["declined", "cancelled", "expired", "unavailable", "invalid_input", "no_input", "skipped", "mismatch", "error"];
}
