using CallerAuth.Voice;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;

namespace CallerAuth.Tests.Voice;

/// <summary>Who is not Twilio cannot fill the log.</summary>
public sealed class RefusalsTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly FakeLogger<Refusals> _log = new();
    private readonly Refusals _refusals;

    public RefusalsTests() => _refusals = new Refusals(_time, _log);

    public void Dispose() => _refusals.Dispose();

    [Fact]
    public void The_first_is_told_at_once_and_the_others_are_counted_once_a_minute()
    {
        for (var i = 0; i < 1000; i++)
            _refusals.Note("/voice/incoming", 403);
        Assert.Contains("/voice/incoming with 403", Assert.Single(Lines()), StringComparison.Ordinal);

        _time.Advance(Refusals.Every);

        Assert.Equal(2, Lines().Length);
        Assert.StartsWith("Refused 999 more requests", Lines()[1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_flood_that_goes_on_costs_one_line_a_minute()
    {
        for (var second = 0; second < 600; second++)
        {
            _refusals.Note("/voice/incoming", 403);
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.InRange(Lines().Length, 10, 11);
    }

    [Fact]
    public void After_a_quiet_minute_the_next_one_is_told_again()
    {
        _refusals.Note("/voice/incoming", 403);
        _time.Advance(Refusals.Every);

        _refusals.Note("/voice/status", 415);

        Assert.Equal(2, Lines().Length);
        Assert.Contains("/voice/status with 415", Lines()[1], StringComparison.Ordinal);
    }

    private string[] Lines() => [.. _log.Collector.GetSnapshot().Select(line => line.Message)];
}
