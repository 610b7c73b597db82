using Microsoft.Extensions.DependencyInjection;

namespace Trawl.ServiceDefaults.Tests.Hosting;

public sealed class ClockTests
{
    [Fact]
    public async Task The_clock_tells_no_more_than_the_database_stores()
    {
        await using var host = await TestHost.StartAsync();
        var clock = host.Services.GetRequiredService<TimeProvider>();

        // One in ten of the system's own times would do.
        var times = Enumerable.Range(0, 1000).Select(_ => clock.GetUtcNow()).ToArray();

        Assert.All(times, time => Assert.Equal(0, time.Ticks % TimeSpan.TicksPerMicrosecond));
        Assert.InRange(times[^1], DateTimeOffset.UtcNow.AddMinutes(-1), DateTimeOffset.UtcNow);
    }
}
