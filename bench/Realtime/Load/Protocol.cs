using System.Buffers.Text;
using System.Text;

namespace Trawl.Realtime.Load;

/// <summary>What a client says and how it finds the messages in what it hears.</summary>
internal abstract class Protocol
{
    /// <summary>The most that is read at once; no message may be larger.</summary>
    public const int BufferSize = 1 << 20;

    private static readonly byte[] Stamp = "\"t\":"u8.ToArray();
    private int _hint;

    /// <summary>As the tables name it.</summary>
    public abstract string Name { get; }

    /// <summary>Said every ten seconds; empty where the server is content with a socket that is open.</summary>
    public virtual ReadOnlyMemory<byte> KeepAlive => default;

    protected LoadGenerator Generator { get; private set; } = null!;

    public void Attach(LoadGenerator generator) => Generator = generator;

    /// <summary>The whole opening request.</summary>
    public abstract byte[] Request(Client client, string host);

    /// <summary>The answer's head has come and was a good one.</summary>
    public virtual void Opened(Client client)
    {
    }

    /// <summary>Reads what is complete; says how many bytes those were. The rest comes again.</summary>
    public abstract int Consume(Client client, ReadOnlySpan<byte> bytes, Tally tally, long now);

    protected static byte[] Get(string target, string host, string headers) =>
        Encoding.ASCII.GetBytes($"GET {target} HTTP/1.1\r\nHost: {host}\r\n{headers}\r\n");

    /// <summary>Counts a message when it is one of the publisher's: those carry the time at which they were published.</summary>
    protected void Count(Client client, ReadOnlySpan<byte> message, Tally tally, long now)
    {
        // It stands at the same place in nearly all of them.
        var at = _hint;
        if (at + Stamp.Length >= message.Length || !message[at..].StartsWith(Stamp))
        {
            at = message.IndexOf(Stamp);
            if (at < 0)
                return;
            _hint = at;
        }

        if (Utf8Parser.TryParse(message[(at + Stamp.Length)..], out long published, out _))
            tally.Message(client, published, now);
    }

    /// <summary>While it is not subscribed: is this the answer?</summary>
    protected void Await(Client client, ReadOnlySpan<byte> message, ReadOnlySpan<byte> yes, ReadOnlySpan<byte> no)
    {
        if (message.IndexOf(no) >= 0)
            Generator.Lose(client, Encoding.UTF8.GetString(message[..Math.Min(message.Length, 400)]));
        else if (message.IndexOf(yes) >= 0)
            Generator.Subscribed(client);
    }
}
