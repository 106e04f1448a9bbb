using Microsoft.Extensions.Logging;

namespace CallerAuth.Benchmarks.Worker;

/// <summary>Takes every line from information on, as a log of production does, and shows only the first of the troubles: a run with trouble is to be seen as such.</summary>
internal sealed class TroubleLog : ILoggerProvider
{
    private const int Most = 3;

    private int _shown;

    public ILogger CreateLogger(string categoryName) => new Logger(this);

    public void Dispose()
    {
    }

    private void Show(string line)
    {
        if (Interlocked.Increment(ref _shown) <= Most)
            Console.Error.WriteLine($"  worker: {line}");
    }

    private sealed class Logger(TroubleLog log) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (logLevel >= LogLevel.Warning)
                log.Show($"{formatter(state, exception)} {exception?.GetType().Name}");
        }
    }
}
