namespace CallerAuth.Simulator.Live;

/// <summary>A sentence while it is spoken. The page says when its voice begins and ends.</summary>
internal sealed class Utterance(int id)
{
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public int Id { get; } = id;

    public bool HasBegun { get; private set; }

    public Task Ended => _ended.Task;

    public void Begin() => HasBegun = true;

    public void End() => _ended.TrySetResult();
}

/// <summary>A line in the telephone's captions: a prompt in its language, keys that were pressed, or a note about the line.</summary>
internal sealed record Caption(int Id, string Kind, string Text, string Language = "", bool Slow = false);
