using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Trawl.TestSupport;

/// <summary>What a host logs that somebody would have to look into.</summary>
/// <param name="isFault">By its level and its exception, if it has one.</param>
public sealed class CollectedLog(Func<LogLevel, Exception?, bool> isFault) : ILoggerProvider
{
    private readonly ConcurrentQueue<string> _faults = [];

    /// <summary>Each with its level, category and event id.</summary>
    public IReadOnlyCollection<string> Faults => _faults;

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => new Logger(categoryName, this);

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private sealed class Logger(string category, CollectedLog owner) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel) && owner.IsFault(logLevel, exception))
                owner._faults.Enqueue($"{logLevel} {category} {eventId.Id}: {formatter(state, exception)} {exception}");
        }
    }

    private bool IsFault(LogLevel level, Exception? exception) => isFault(level, exception);
}
