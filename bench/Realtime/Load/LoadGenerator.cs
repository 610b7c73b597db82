using System.Globalization;
using System.Runtime.InteropServices;

namespace Trawl.Realtime.Load;

/// <summary>
/// Any number of clients of one server on one thread: epoll, one read for whatever a socket has, nothing allocated a message.
/// It takes some 30 ns for a message; what it cannot read in time waits in the socket, as with a real client.
/// </summary>
internal sealed partial class LoadGenerator : IDisposable
{
    private const int MostEvents = 512;
    private const int MostHandshakes = 200;
    private static readonly long KeepAlive = 10_000_000_000;

    private readonly Uri _server;
    private readonly Protocol _protocol;
    private readonly List<Client> _clients = [];
    private readonly Queue<Client> _waiting = new();
    private readonly TaskCompletionSource _subscribed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly int _epoll = Checked(Libc.EpollCreate(Libc.CloseOnExec), "epoll_create1");
    private Thread? _thread;
    private Tally _tally = new(0);
    private int _handshakes;
    private int _open;
    private int _gone;
    private long _lastRead;
    private string? _fault;
    private volatile bool _stopping;

    public LoadGenerator(Uri server, Protocol protocol)
    {
        (_server, _protocol) = (server, protocol);
        protocol.Attach(this);
    }

    public int Clients => _clients.Count;

    /// <summary>Connections that the server has ended, or never let in.</summary>
    public int Gone => Volatile.Read(ref _gone);

    /// <summary>What the first of them was told.</summary>
    public string? Fault => Volatile.Read(ref _fault);

    public Tally Tally => Volatile.Read(ref _tally);

    public void Add(string channel, string user, bool neverReads = false) => _clients.Add(new Client(_clients.Count, channel, user) { NeverReads = neverReads });

    /// <summary>Connects all, and ends when all are subscribed.</summary>
    /// <exception cref="InvalidOperationException">One was refused.</exception>
    public async Task ConnectAsync()
    {
        foreach (var client in _clients)
            _waiting.Enqueue(client);
        _tally = new Tally(_clients.Count);
        _thread = new Thread(Run) { Name = "load", IsBackground = true };
        _thread.Start();
        await _subscribed.Task.WaitAsync(TimeSpan.FromSeconds(180));
    }

    /// <summary>Counts anew. To be called while nothing arrives.</summary>
    public Tally Begin()
    {
        foreach (var client in _clients)
            client.LastPublished = 0;
        var begun = new Tally(_clients.Count);
        Volatile.Write(ref _tally, begun);
        return begun;
    }

    /// <summary>Ends when nothing has arrived for a while: what was published has been delivered, or never will be.</summary>
    public async Task QuietAsync(TimeSpan silence)
    {
        var since = Clock.Now;
        while (Clock.Now - Math.Max(since, Volatile.Read(ref _lastRead)) < silence.TotalNanoseconds)
            await Task.Delay(20);
    }

    /// <summary>Those that never read begin to.</summary>
    public void ReadAgain()
    {
        foreach (var client in _clients.Where(client => client is { NeverReads: true, Step: Step.Subscribed }))
            Watch(client, Libc.Add, Libc.Readable);
    }

    public void Dispose()
    {
        _stopping = true;
        _thread?.Join();
        foreach (var client in _clients.Where(client => client.Socket >= 0))
            _ = Libc.Close(client.Socket);
        _ = Libc.Close(_epoll);
        FreeBuffer();
    }

    internal unsafe void Send(Client client, ReadOnlySpan<byte> bytes)
    {
        fixed (byte* start = bytes)
        {
            // A few hundred bytes into an empty socket buffer: all or nothing.
            if (Libc.Send(client.Socket, start, bytes.Length, Libc.NoSignal) != bytes.Length)
                Lose(client, $"send: errno {Marshal.GetLastPInvokeError()}");
        }
    }

    internal void Subscribed(Client client)
    {
        client.Step = Step.Subscribed;
        _handshakes--;
        if (client.NeverReads)
            Watch(client, Libc.Delete, 0);
        if (++_open == _clients.Count)
            _subscribed.TrySetResult();
    }

    internal void Lose(Client client, string why)
    {
        if (client.Step == Step.Gone)
            return;
        if (client.Step is Step.Connecting or Step.Head or Step.Opening)
            _handshakes--;
        client.Step = Step.Gone;
        _ = Libc.Close(client.Socket);
        client.Socket = -1;
        _gone++;
        _fault ??= why;
        _subscribed.TrySetException(new InvalidOperationException($"Client {client.Index.ToString(CultureInfo.InvariantCulture)}: {why}"));
    }

    private static int Checked(int result, string call) =>
        result >= 0 ? result : throw new InvalidOperationException($"{call}: errno {Marshal.GetLastPInvokeError().ToString(CultureInfo.InvariantCulture)}");
}
