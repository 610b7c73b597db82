using Microsoft.Extensions.Logging.Abstractions;
using Trawl.Contracts.Channels;
using Trawl.Notifier.Backplane;
using Trawl.Notifier.Channels;
using Trawl.Notifier.Connections;
using Trawl.Notifier.Presence;
using Trawl.ServiceDefaults;
using Trawl.ServiceDefaults.Callers;
using Trawl.TestSupport;

namespace Trawl.Notifier.Tests.Channels;

/// <summary>The core without a transport, an Api or a broker.</summary>
internal sealed class CoreFixture
{
    public CoreFixture(Action<NotifierOptions>? configure = null, FakeLog? log = null, TimeProvider? time = null)
    {
        configure?.Invoke(Options);
        Log = log ?? new FakeLog();
        time ??= Time;
        var bindings = new ShardBindings(Backplane, NullLogger<ShardBindings>.Instance);
        var writes = new WriteScheduler(Options, time);
        Presence = new PresenceBackplane(new ServiceInstance("notifier"), Options, Backplane, time);
        Registry = new ChannelRegistry(new ChannelContext(Options, Log, bindings, time, NullLogger<Channel>.Instance, Presence), writes);
        Signs = new PresenceSigns(Presence, Registry, bindings, time);
        Core = new NotifierCore(Options, Callers, Registry, new ConnectionRegistry(Options), writes, Backplane, time, NullLogger<Connection>.Instance);
        Backplane.Start(body => Registry.OnEvent(body.Span), Registry.Resync, Registry.EndBurst);
        Log.Create(Job);
    }

    public string Job { get; init; } = $"job:{Guid.CreateVersion7()}";
    public NotifierOptions Options { get; } = new() { MaxSubscribesPerSecond = 0, WriteInterval = TimeSpan.Zero, Presence = false };
    public ManualTime Time { get; } = new();
    public FakeCallers Callers { get; } = new() { BelievesCallers = true };
    public FakeBackplane Backplane { get; } = new();
    public FakeLog Log { get; }
    public ChannelRegistry Registry { get; }
    public NotifierCore Core { get; }
    public PresenceBackplane Presence { get; }
    public PresenceSigns Signs { get; }

    /// <summary>Log events, committed and published.</summary>
    public void Say(int count, string type = EventTypes.Stage)
    {
        for (var i = 0; i < count; i++)
            Backplane.Deliver(FakeLog.Bytes(Log.Append(Job, type)));
    }

    public void Progress() => Backplane.Deliver(FakeLog.Bytes(Log.State(Job)));

    public TestClient Client(string user = "alice") => Client(new Caller(user, IsAdmin: false));

    public TestClient Client(Caller caller) => new(Core, caller);
}
