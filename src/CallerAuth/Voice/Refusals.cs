namespace CallerAuth.Voice;

/// <summary>
/// Tells of requests that Twilio has not signed, without letting whoever sends them fill the log: the first at once, and once a minute
/// how many more there were, until there are none.
/// </summary>
internal sealed partial class Refusals : IDisposable
{
    public static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly ILogger<Refusals> _logger;
    private readonly ITimer _minute;
    private bool _told;
    private long _more;

    public Refusals(TimeProvider time, ILogger<Refusals> logger)
    {
        _logger = logger;
        _minute = time.CreateTimer(_ => Count(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public void Note(string path, int status)
    {
        lock (_gate)
        {
            if (_told)
            {
                _more++;
                return;
            }

            _told = true;
            _minute.Change(Every, Timeout.InfiniteTimeSpan);
        }

        Refused(path, status);
    }

    public void Dispose() => _minute.Dispose();

    private void Count()
    {
        long more;
        lock (_gate)
        {
            (more, _more) = (_more, 0);
            _told = more > 0;
            if (_told)
                _minute.Change(Every, Timeout.InfiniteTimeSpan);
        }

        if (more > 0)
            RefusedMore(more);
    }

    [LoggerMessage(4001, LogLevel.Warning, "Refused a request to {Path} with {Status}: Twilio has not signed it, or not sent it as a form; if it was Twilio, check Twilio:AuthToken and PublicBaseUrl")]
    private partial void Refused(string path, int status);

    [LoggerMessage(4002, LogLevel.Warning, "Refused {Count} more requests within a minute, for the same reasons")]
    private partial void RefusedMore(long count);
}
