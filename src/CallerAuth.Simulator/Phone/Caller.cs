using System.Text;
using CallerAuth.Simulator.Telephony;

namespace CallerAuth.Simulator.Phone;

/// <summary>The person with the telephone: follows a script, and remembers the Norwegian words that were read aloud.</summary>
internal sealed class Caller(PhoneCall call, IEnumerable<Step> steps)
{
    private const string Norwegian = "nb-NO";

    private readonly Lock _gate = new();
    private readonly Queue<Step> _steps = new(steps);
    private readonly StringBuilder _heard = new(" ");
    private TaskCompletionSource _news = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _ended;

    public PhoneCall Call { get; } = call;

    /// <summary>The last word pair that was heard and found in the app.</summary>
    public string? WordsHeard { get; private set; }

    /// <summary>Steps whose cue has not come.</summary>
    public int StepsLeft => _steps.Count;

    public void Notice(Moment moment)
    {
        if (moment.Kind is MomentKind.Ended || (moment.Kind is MomentKind.Said && moment.Language == Norwegian))
            Remember(moment);
        if (!_steps.TryPeek(out var step) || !step.When.Matches(moment))
            return;

        _steps.Dequeue();
        if (step.Press.Length > 0)
            Call.Press(step.Press);
        if (step.HangUp)
            Call.HangUp();
    }

    /// <summary>Waits until one of the pairs in the app has been read by a Norwegian voice, both words in order; null when the call ended.</summary>
    public async Task<string?> ListenForWordsAsync(IReadOnlyList<string> shown, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task news;
            lock (_gate)
            {
                var heard = _heard.ToString();
                if (shown.FirstOrDefault(pair => heard.Contains(Plain(pair), StringComparison.Ordinal)) is { } found)
                    return WordsHeard = found;
                if (_ended)
                    return null;
                news = _news.Task;
            }

            await news.WaitAsync(cancellationToken);
        }
    }

    private void Remember(Moment moment)
    {
        lock (_gate)
        {
            if (moment.Kind == MomentKind.Ended)
                _ended = true;
            else
                _heard.Append(Plain(moment.Text).AsSpan(1));
            _news.SetResult();
            _news = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    // Letters only, one space between words and around: how it sounds, not how it is written.
    private static string Plain(string text)
    {
        var letters = string.Concat(text.ToLowerInvariant().Select(letter => char.IsLetter(letter) ? letter : ' '));
        return $" {string.Join(' ', letters.Split(' ', StringSplitOptions.RemoveEmptyEntries))} ";
    }
}
