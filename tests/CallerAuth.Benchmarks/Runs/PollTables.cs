using CallerAuth.Benchmarks.Measuring;

namespace CallerAuth.Benchmarks.Runs;

/// <summary>How runs are written: what happened, and what it cost.</summary>
internal static class PollTables
{
    private static readonly Column<PollRow> Name = new("run", row => row.Name);

    private static readonly IReadOnlyList<Column<PollRow>> Punctuality =
    [
        Name,
        Column<PollRow>.Of("pending", row => row.Pending),
        Column<PollRow>.Of("polls/s", row => row.PollsPerSecond),
        Column<PollRow>.Of("share of due", row => row.Share, 3),
        Column<PollRow>.Of("late p50 ms", row => row.LatenessP50, 1),
        Column<PollRow>.Of("p99", row => row.LatenessP99, 1),
        Column<PollRow>.Of("p99.9", row => row.LatenessP999, 1),
        Column<PollRow>.Of("max", row => row.LatenessMax, 1),
        Column<PollRow>.Of("gap max ms", row => row.GapMax),
        Column<PollRow>.Of("early", row => row.Early),
        Column<PollRow>.Of("double", row => row.Doubles),
        Column<PollRow>.Of("overlapping", row => row.Overlapping),
        Column<PollRow>.Of("not polled", row => row.Unpolled),
        Column<PollRow>.Of("first round s", row => row.FirstRound, 1),
        Column<PollRow>.Of("its peak/mean", row => row.Peak, 2),
        new("verdict", row => row.IsVoid ? "**void**" : row.IsDoubtful ? $"doubtful: {row.OtherCores:N2} cores used by others" : "good"),
    ];

    private static readonly IReadOnlyList<Column<PollRow>> Cost =
    [
        Name,
        Column<PollRow>.Of("engine µs/poll", row => row.WorkerMicros, 1),
        Column<PollRow>.Of("store µs/poll", row => row.StoreMicros, 1),
        Column<PollRow>.Of("together", row => row.TotalMicros, 1),
        Column<PollRow>.Of("polls per CPU s", row => row.PollsPerCpuSecond),
        Column<PollRow>.Of("provider µs/poll", row => row.ProviderMicros, 1),
        Column<PollRow>.Of("round trips/poll", row => row.SentPerPoll, 4),
        Column<PollRow>.Of("commands/poll", row => row.CommandsPerPoll, 4),
        Column<PollRow>.Of("store B/poll", row => row.BytesPerPoll, 1),
        Column<PollRow>.Of("RSS MB", row => row.ResidentMegabytes),
        Column<PollRow>.Of("heap B/pending", row => row.HeapPerPending),
        Column<PollRow>.Of("store B/pending", row => row.StorePerPending),
        Column<PollRow>.Of("HTTP/2", row => row.Http2Share, 2),
        Column<PollRow>.Of("other cores", row => row.OtherCores, 2),
    ];

    public static void Write(Report report, IReadOnlyList<PollRow> rows)
    {
        report.Table(rows, Punctuality);
        report.Table(rows, Cost);
    }
}
