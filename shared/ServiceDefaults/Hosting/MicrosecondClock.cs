namespace Trawl.ServiceDefaults.Hosting;

/// <summary>
/// The system's clock in steps of a microsecond, which is what the database stores. With its finer ones an answer or a live event
/// would tell another time than the same thing read again.
/// </summary>
internal sealed class MicrosecondClock : TimeProvider
{
    public override DateTimeOffset GetUtcNow()
    {
        var now = System.GetUtcNow();
        return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond));
    }
}
