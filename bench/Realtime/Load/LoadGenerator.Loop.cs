using System.Runtime.InteropServices;

namespace Trawl.Realtime.Load;

internal sealed unsafe partial class LoadGenerator
{
    // struct epoll_event is packed on x86-64, and only there.
    private static readonly int EventSize = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 12 : 16;
    private static readonly int DataOffset = EventSize - 8;

    private readonly byte* _buffer = (byte*)NativeMemory.Alloc(Protocol.BufferSize);

    private void FreeBuffer() => NativeMemory.Free(_buffer);

    private void Run()
    {
        var events = stackalloc byte[MostEvents * EventSize];
        var kept = Clock.Now;
        while (!_stopping)
        {
            while (_handshakes < MostHandshakes && _waiting.TryDequeue(out var next))
                Open(next);
            var ready = Libc.EpollWait(_epoll, events, MostEvents, 20);
            for (var i = 0; i < ready; i++)
            {
                var what = *(uint*)(events + (i * EventSize));
                var client = _clients[*(int*)(events + (i * EventSize) + DataOffset)];
                if (client.Step == Step.Connecting)
                    Connected(client);
                else if (client.Step != Step.Gone && (what & ~Libc.Writable) != 0)
                    Read(client);
            }

            if (Clock.Now - kept > KeepAlive)
            {
                kept = Clock.Now;
                KeepAllAlive();
            }
        }
    }

    private void Open(Client client)
    {
        client.Socket = Checked(Libc.Socket(Libc.Internet, Libc.NonBlockingStream, 0), "socket");
        client.Step = Step.Connecting;
        _handshakes++;
        var address = stackalloc byte[16];
        if (_clients.Count > 20_000)
        {
            // A loopback address has some 28,000 ports to call from.
            Libc.WriteAddress(address, 127, 0, 0, (byte)(2 + (client.Index / 20_000)), 0);
            Checked(Libc.Bind(client.Socket, address, 16), "bind");
        }

        Libc.WriteAddress(address, 127, 0, 0, 1, _server.Port);
        if (Libc.Connect(client.Socket, address, 16) < 0 && Marshal.GetLastPInvokeError() is not Libc.InProgress and var errno)
            Lose(client, $"connect: errno {errno}");
        else
            Watch(client, Libc.Add, Libc.Writable | Libc.Readable);
    }

    private void Connected(Client client)
    {
        client.Step = Step.Head;
        Watch(client, Libc.Modify, Libc.Readable);
        Send(client, _protocol.Request(client, _server.Authority));
    }

    private void Read(Client client)
    {
        var kept = client.Raw.MoveTo(new Span<byte>(_buffer, Protocol.BufferSize));
        var read = (int)Libc.Receive(client.Socket, _buffer + kept, Protocol.BufferSize - kept, 0);
        if (read <= 0)
        {
            var errno = read < 0 ? Marshal.GetLastPInvokeError() : 0;
            if (errno is Libc.Again or Libc.Interrupted)
                client.Raw.Keep(new ReadOnlySpan<byte>(_buffer, kept));
            else
                Lose(client, read == 0 ? "the server closed the connection" : $"recv: errno {errno}");
            return;
        }

        var now = Clock.Now;
        Volatile.Write(ref _lastRead, now);
        var tally = Volatile.Read(ref _tally);
        tally.Received(read);
        var bytes = new ReadOnlySpan<byte>(_buffer, kept + read);
        var used = 0;
        if (client.Step == Step.Head)
            used = ReadHead(client, bytes);
        if (client.Step is Step.Opening or Step.Subscribed)
            used += _protocol.Consume(client, bytes[used..], tally, now);
        if (client.Step != Step.Gone)
            client.Raw.Keep(bytes[used..]);
    }

    private int ReadHead(Client client, ReadOnlySpan<byte> bytes)
    {
        var end = bytes.IndexOf("\r\n\r\n"u8);
        if (end < 0)
            return 0;
        if (!bytes.StartsWith("HTTP/1.1 101"u8) && !bytes.StartsWith("HTTP/1.1 200"u8))
        {
            Lose(client, System.Text.Encoding.UTF8.GetString(bytes[..Math.Min(bytes.Length, 400)]));
            return 0;
        }

        client.Step = Step.Opening;
        _protocol.Opened(client);
        return end + 4;
    }

    // A client that only listens is dropped after a minute by some.
    private void KeepAllAlive()
    {
        if (_protocol.KeepAlive.IsEmpty)
            return;
        foreach (var client in _clients)
        {
            if (client is { Step: Step.Subscribed, NeverReads: false })
                Send(client, _protocol.KeepAlive.Span);
        }
    }

    private void Watch(Client client, int operation, uint what)
    {
        var interest = stackalloc byte[EventSize];
        new Span<byte>(interest, EventSize).Clear();
        *(uint*)interest = what;
        *(int*)(interest + DataOffset) = client.Index;
        Checked(Libc.EpollControl(_epoll, operation, client.Socket, interest), "epoll_ctl");
    }
}
