namespace Trawl.Pipeline.Tests.Disturbance;

/// <summary>Every way into Trawl.</summary>
internal static class Transports
{
    public static readonly IFollower WebSocket = new WebSocketFollower();
    public static readonly IFollower LongPoll = new LongPollFollower();

    /// <summary>The Notifier's.</summary>
    public static readonly IFollower[] OfNotifier =
    [
        WebSocket,
        new HubFollower(HubTransport.WebSocket), new HubFollower(HubTransport.ServerSentEvents), new HubFollower(HubTransport.LongPolling),
        new EventStreamFollower(),
        new SocketIoFollower(polls: false), new SocketIoFollower(polls: true),
    ];

    /// <summary>And the Api's, which has it for jobs only.</summary>
    public static readonly IFollower[] OfJobs = [.. OfNotifier, LongPoll];
}
