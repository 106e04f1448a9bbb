namespace CallerAuth.Simulator.Load;

/// <summary>Opens the calls of a run at their rate, and waits until each has ended.</summary>
internal sealed class LoadRun(SimulatorHost simulator, LoadArguments asked, CallBook book, PollWatch polls) : IDisposable
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(100);

    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SemaphoreSlim _room = new(asked.Hold > 0 ? asked.Hold : asked.Most);
    private int _late;

    /// <summary>Callers who had to wait before they could dial, because the most were on the line.</summary>
    public int Late => Volatile.Read(ref _late);

    /// <summary>Opens calls until the time is over; callers who hold wait on then, until <see cref="ReleaseAsync"/>.</summary>
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        var mix = new LoadMix(asked);
        var wall = simulator.Wall;
        var started = wall.GetTimestamp();
        var due = TimeSpan.Zero;
        for (var n = 0; asked.Hold == 0 || n < asked.Hold; n++)
        {
            due += mix.Gap();
            if (asked.Hold == 0 && due >= asked.Warm + asked.Length)
                break;
            var early = due - wall.GetElapsedTime(started);
            if (early > TimeSpan.Zero)
                await Task.Delay(early, wall, cancellationToken);
            if (!_room.Wait(0, cancellationToken))
            {
                Interlocked.Increment(ref _late);
                await _room.WaitAsync(cancellationToken);
                // Who was kept waiting dials now, and the others come at their own pace from here: what was missed is not made up for at once.
                due = wall.GetElapsedTime(started);
            }

            _ = PlayAsync(mix.Draw(), n, cancellationToken);
        }

        if (asked.Hold == 0 && asked.Warm + asked.Length - wall.GetElapsedTime(started) is var rest && rest > TimeSpan.Zero)
            await Task.Delay(rest, wall, cancellationToken);
    }

    /// <summary>Lets the calls end.</summary>
    public async Task ReleaseAsync(CancellationToken cancellationToken)
    {
        _released.TrySetResult();
        while (book.Live > 0)
            await Task.Delay(LookEvery, simulator.Wall, cancellationToken);
    }

    public void Dispose() => _room.Dispose();

    private async Task PlayAsync(LoadPlan plan, int n, CancellationToken cancellationToken)
    {
        book.Begin(plan);
        CallEnd end;
        try
        {
            end = await new LoadCall(simulator, asked, book, polls, asked.Hold > 0 ? (double)n / asked.Hold : 0).PlayAsync(plan, $"+4790{n % 1_000_000:000000}", _released.Task, cancellationToken);
        }
        catch (Exception failure)
        {
            // A call that the simulator itself could not play is accounted for too.
            end = new CallEnd([$"it was broken off: {failure}"], IsStuck: false, IsVerifiedWrongly: false, "");
        }

        _room.Release();
        book.End(plan, end);
    }
}
