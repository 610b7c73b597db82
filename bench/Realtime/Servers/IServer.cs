using Trawl.Realtime.Publishing;

namespace Trawl.Realtime.Servers;

/// <summary>What is published.</summary>
/// <param name="Rate">Events a second, all channels together; 0: as fast as it goes.</param>
internal sealed record Workload(double Rate, double Seconds, string Type = "batch_complete", int Bytes = 245);

/// <summary>A server under measurement.</summary>
internal interface IServer : IAsyncDisposable
{
    /// <summary>Whose jobs they are, and who watches them.</summary>
    public const string User = "bench";

    Uri Address { get; }

    /// <summary>The process whose CPU and memory count.</summary>
    int ProcessId { get; }

    /// <summary>Channels that may be subscribed to.</summary>
    Task<IReadOnlyList<JobChannel>> ChannelsAsync(int count);

    /// <summary>Publishes round-robin; ends when all has left the publisher.</summary>
    Task<Publication> PublishAsync(IReadOnlyList<JobChannel> channels, Workload load);
}
