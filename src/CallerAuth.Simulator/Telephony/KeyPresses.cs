using System.Text;
using System.Threading.Channels;

namespace CallerAuth.Simulator.Telephony;

/// <summary>The keys of one Gather: taken from its first prompt on, until there are enough, a finish key comes, or nothing more is pressed.</summary>
internal sealed class KeyPresses(int? numDigits, string finishOnKey, Action whenFirst)
{
    private readonly Channel<char> _keys = Channel.CreateUnbounded<char>();
    private readonly StringBuilder _digits = new();
    private int _offered;

    public bool Any => Volatile.Read(ref _offered) > 0;

    public string Digits
    {
        get
        {
            lock (_digits)
                return _digits.ToString();
        }
    }

    public void Offer(char key)
    {
        _keys.Writer.TryWrite(key);
        if (Interlocked.Increment(ref _offered) == 1)
            whenFirst();
    }

    /// <summary>Waits for keys, each within <paramref name="timeout"/> of the one before; gives the finish key that was pressed, if any.</summary>
    public async Task<string> CollectAsync(TimeSpan timeout, TimeProvider time, CancellationToken cancellationToken)
    {
        while (true)
        {
            while (_keys.Reader.TryRead(out var key))
            {
                if (finishOnKey.Contains(key, StringComparison.Ordinal))
                    return key.ToString();
                lock (_digits)
                    _digits.Append(key);
                if (Digits.Length == numDigits)
                    return "";
            }

            using var patience = new CancellationTokenSource(timeout, time);
            using var both = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
            try
            {
                await _keys.Reader.WaitToReadAsync(both.Token);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                return "";
            }
        }
    }

    /// <summary>How many keys came after the question was over; Twilio keeps none of them for the next one.</summary>
    public int Leftover() => _keys.Reader.Count;
}
