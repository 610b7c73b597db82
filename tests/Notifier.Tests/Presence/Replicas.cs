using Trawl.Notifier.Tests.Channels;
using Trawl.ServiceDefaults.Events;

namespace Trawl.Notifier.Tests.Presence;

/// <summary>Several cores whose backplanes hear each other, when the test says so.</summary>
internal sealed class Replicas
{
    private readonly CoreFixture[] _cores;
    private readonly int[] _read;

    public Replicas(int count, Action<NotifierOptions>? configure = null)
    {
        var log = new FakeLog(owner: null);
        _cores =
        [
            .. Enumerable.Range(0, count).Select(_ => new CoreFixture(
                options =>
                {
                    options.Presence = true;
                    configure?.Invoke(options);
                },
                log) { Job = Job }),
        ];
        log.Create(Job);
        _read = new int[count];
        foreach (var core in _cores)
            _ = core.Signs.StartAsync(CancellationToken.None);
    }

    public string Job { get; } = $"job:{Guid.CreateVersion7()}";

    public CoreFixture this[int index] => _cores[index];

    /// <summary>Replicas that are cut off: what they say is lost, and they hear nothing.</summary>
    public HashSet<int> CutOff { get; } = [];

    /// <summary>Delivers what was published, until nobody has anything to say; how many messages it were.</summary>
    public int Exchange()
    {
        var delivered = 0;
        for (var any = true; any;)
        {
            any = false;
            for (var from = 0; from < _cores.Length; from++)
            {
                while (_read[from] < _cores[from].Backplane.Published.Count)
                {
                    var message = _cores[from].Backplane.Published[_read[from]++];
                    any = true;
                    if (CutOff.Contains(from))
                        continue;
                    delivered++;
                    Deliver(message);
                }
            }
        }

        return delivered;
    }

    public void Advance(TimeSpan by)
    {
        for (var passed = TimeSpan.Zero; passed < by; passed += TimeSpan.FromSeconds(1))
        {
            foreach (var core in _cores)
                core.Time.Advance(TimeSpan.FromSeconds(1));
            Exchange();
        }
    }

    private void Deliver(EventMessage message)
    {
        for (var to = 0; to < _cores.Length; to++)
        {
            if (!CutOff.Contains(to) && _cores[to].Backplane.Bound.Contains(ChannelShard.Of(message.Channel)))
                _cores[to].Backplane.Deliver(message.Body.ToArray());
        }
    }
}
