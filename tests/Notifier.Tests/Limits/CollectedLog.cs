using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Trawl.Notifier.Tests.Limits;

/// <summary>What a host logs that somebody would have to look into.</summary>
internal sealed class CollectedLog : ILoggerProvider
{
    private readonly ConcurrentQueue<string> _faults = [];

    public IReadOnlyCollection<string> Faults => _faults;

    public ILogger CreateLogger(string categoryName) => new Logger(categoryName, _faults);

    public void Dispose()
    {
    }

    private sealed class Logger(string category, ConcurrentQueue<string> faults) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (logLevel >= LogLevel.Error || (logLevel == LogLevel.Warning && exception is not null))
                faults.Enqueue($"{logLevel} {category}: {formatter(state, exception)} {exception}");
        }
    }
}
