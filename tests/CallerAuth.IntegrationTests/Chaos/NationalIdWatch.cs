using System.Buffers;
using Microsoft.Extensions.Logging;

namespace CallerAuth.IntegrationTests.Chaos;

/// <summary>Reads every log line of every level as it is written, with its values, scopes and exception, and keeps those with a national ID.</summary>
internal sealed class NationalIdWatch(IEnumerable<string> nationalIds) : ILoggerProvider, ISupportExternalScope
{
    private readonly SearchValues<string> _numbers = SearchValues.Create([.. nationalIds], StringComparison.Ordinal);
    private readonly System.Collections.Concurrent.ConcurrentQueue<string> _found = [];
    private IExternalScopeProvider _scopes = new LoggerExternalScopeProvider();
    private int _lines;

    public int Lines => Volatile.Read(ref _lines);

    public IReadOnlyCollection<string> Found => _found;

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

    public ILogger CreateLogger(string categoryName) => new Eye(this, categoryName);

    public void Dispose()
    {
        // Nothing is held but memory.
    }

    private void Read(string category, string? text)
    {
        if (text.AsSpan().ContainsAny(_numbers))
            _found.Enqueue($"{category}: {text}");
    }

    private sealed class Eye(NationalIdWatch watch, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            Interlocked.Increment(ref watch._lines);
            watch.Read(category, formatter(state, exception));
            watch.Read(category, exception?.ToString());
            foreach (var (_, value) in state as IEnumerable<KeyValuePair<string, object?>> ?? [])
                watch.Read(category, value?.ToString());
            watch._scopes.ForEachScope((scope, eye) => eye.watch.Read(eye.category, scope?.ToString()), (watch, category));
        }
    }
}
