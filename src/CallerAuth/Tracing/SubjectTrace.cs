using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;

namespace CallerAuth.Tracing;

/// <summary>
/// One trace for everything that is done for one call, on whichever instance: webhooks, the start, polls and REST. Its id is derived from whoever the work is for
/// (<c>call:CA…</c>, <c>desk:…</c>), so nobody needs to pass it on, and a sampler that goes by the trace's id takes all of a call or nothing of it.
/// </summary>
internal static class SubjectTrace
{
    public const string SourceName = "CallerAuth";

    private static readonly ActivitySource Source = new(SourceName);
    private static readonly AsyncLocal<ActivityTraceId> Wanted = new();

    static SubjectTrace()
    {
        var others = Activity.TraceIdGenerator;
        Activity.TraceIdGenerator = () => Wanted.Value is { } wanted && wanted != default ? wanted : others?.Invoke() ?? ActivityTraceId.CreateRandom();
    }

    /// <summary>Whether anybody listens; what is not cheap to know is not looked up otherwise.</summary>
    public static bool IsOn => Source.HasListeners();

    /// <summary>The id that the trace of this subject has, in 32 hex digits.</summary>
    public static string IdOf(string subject) => TraceOf(subject).ToHexString();

    /// <summary>A first span of its own in the subject's trace, linked to the span around it; null when nobody listens.</summary>
    /// <param name="subject">Whom the work is for; it is hashed and not shown.</param>
    public static Activity? Begin(string name, ActivityKind kind, string subject)
    {
        if (!IsOn)
            return null;
        var around = Activity.Current;
        Activity.Current = null;
        Wanted.Value = TraceOf(subject);
        try
        {
            return Source.StartActivity(kind, links: around is null ? null : [new ActivityLink(around.Context)], name: name);
        }
        finally
        {
            Wanted.Value = default;
            Activity.Current ??= around;
        }
    }

    private static ActivityTraceId TraceOf(string subject) =>
        ActivityTraceId.CreateFromBytes(SHA256.HashData(Encoding.UTF8.GetBytes("callerauth trace v1 " + subject)).AsSpan(0, 16));
}
