using System.Globalization;

namespace Trawl.Pipeline.Tests.Politeness;

/// <summary>From certain requests on, everybody is sent away for two seconds: at first by a number of seconds, then by a date.</summary>
public sealed class SendingAway(int[] beforeRequest)
{
    private readonly Lock _gate = new();
    private int _times;
    private (TimeSpan NotBefore, string RetryAfter)? _current;

    public (TimeSpan NotBefore, string RetryAfter)? Ask(int requests)
    {
        lock (_gate)
        {
            if (_current is { } current && LoggingSite.Now < current.NotBefore)
                return current;
            _current = null;
            if (_times == beforeRequest.Length || requests < beforeRequest[_times])
                return null;
            _current = _times++ == 0 ? BySeconds() : ByDate();
            return _current;
        }
    }

    private static (TimeSpan, string) BySeconds() => (LoggingSite.Now + TimeSpan.FromSeconds(2), "2");

    // A date has whole seconds.
    private static (TimeSpan, string) ByDate()
    {
        var now = DateTimeOffset.UtcNow;
        var date = new DateTimeOffset(now.Ticks / TimeSpan.TicksPerSecond * TimeSpan.TicksPerSecond, TimeSpan.Zero).AddSeconds(3);
        return (LoggingSite.Now + (date - now), date.ToString("r", CultureInfo.InvariantCulture));
    }
}
