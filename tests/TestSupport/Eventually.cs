using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Trawl.TestSupport;

/// <summary>Waiting for what gives no signal of its own, up to a deadline.</summary>
public static class Eventually
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(10);

    /// <summary>Returns as soon as the condition holds.</summary>
    /// <exception cref="TimeoutException">It did not in time; the message quotes it.</exception>
    public static Task TrueAsync(Func<bool> condition, TimeSpan deadline, [CallerArgumentExpression(nameof(condition))] string? text = null) =>
        TrueAsync(() => Task.FromResult(condition()), deadline, text);

    /// <inheritdoc cref="TrueAsync(Func{bool}, TimeSpan, string?)"/>
    public static async Task TrueAsync(Func<Task<bool>> condition, TimeSpan deadline, [CallerArgumentExpression(nameof(condition))] string? text = null)
    {
        for (var started = Stopwatch.GetTimestamp(); !await condition(); await Task.Delay(Interval))
        {
            if (Stopwatch.GetElapsedTime(started) > deadline)
                throw new TimeoutException($"Not within {deadline}: {text}");
        }
    }
}
