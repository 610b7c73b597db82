using System.Net;
using System.Net.Sockets;
using System.Text;
using Trawl.Realtime.Publishing;

namespace Trawl.Realtime.Servers;

/// <summary>Publishes by HTTP on one connection, with several requests on their way.</summary>
internal sealed class NchanSink : IEventSink, IDisposable
{
    private const int Window = 1000;
    private static readonly byte[] Answer = "HTTP/1.1 2"u8.ToArray();
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _answers = new byte[64 * 1024];
    private int _kept;
    private int _waiting;

    public NchanSink(int port) => _socket.Connect(IPAddress.Loopback, port);

    public long Dropped => 0;

    public ValueTask SendAsync(string channel, byte[] json)
    {
        byte[] request = [.. Encoding.ASCII.GetBytes($"POST /pub?id={channel} HTTP/1.1\r\nHost: bench\r\nContent-Length: {json.Length}\r\n\r\n"), .. json];
        _socket.Send(request);
        _waiting++;
        Read(Window);
        return ValueTask.CompletedTask;
    }

    public Task FlushAsync()
    {
        Read(0);
        return Task.CompletedTask;
    }

    public void Dispose() => _socket.Dispose();

    private void Read(int most)
    {
        while (_waiting > most)
        {
            var length = _kept + _socket.Receive(_answers.AsSpan(_kept));
            if (length == _kept)
                throw new IOException("nginx has closed the publisher's connection.");
            ReadOnlySpan<byte> text = _answers.AsSpan(0, length);
            while (text.IndexOf(Answer) is var at and >= 0)
            {
                _waiting--;
                text = text[(at + Answer.Length)..];
            }

            // An answer's first words may have come in two pieces.
            text = text[Math.Max(0, text.Length - Answer.Length + 1)..];
            text.CopyTo(_answers);
            _kept = text.Length;
        }
    }
}
