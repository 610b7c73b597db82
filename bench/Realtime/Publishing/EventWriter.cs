using System.Globalization;
using System.Text;
using Trawl.Contracts.Channels;
using Trawl.Realtime.Load;

namespace Trawl.Realtime.Publishing;

/// <summary>
/// Writes events as the services do (a <c>ChannelEvent</c> in JSON), each of exactly as many bytes as asked for and with the time of its
/// publishing in <c>data.t</c>.
/// </summary>
internal sealed class EventWriter(string type, int bytes)
{
    private readonly byte[] _head = Encoding.UTF8.GetBytes($"{{\"type\":\"{type}\",\"channel\":\"");
    private readonly byte[] _stamped = new byte[40];
    private int _stampedLength;
    private long _stampedUntil;

    public string Type { get; } = type;

    public int Bytes { get; } = bytes;

    public bool IsLog { get; } = !EventTypes.State.Contains(type) && !EventTypes.Activity.Contains(type);

    /// <summary>The channel's next event.</summary>
    public byte[] Next(JobChannel channel)
    {
        var json = GC.AllocateUninitializedArray<byte>(Bytes);
        var text = new Text(json);
        text.Put(_head);
        text.Put(channel.Name);
        text.Put("\",\"jobId\":\""u8);
        text.Put(channel.Name.AsSpan("job:".Length));
        text.Put("\",\"seq\":"u8);
        if (IsLog)
            text.Put(++channel.Seq);
        else
            text.Put("null"u8);
        text.Put(",\"version\":"u8);
        if (EventTypes.Activity.Contains(Type))
            text.Put("null"u8);
        else
            text.Put(++channel.Version);
        var now = Clock.Now;
        text.Put(",\"timestamp\":\""u8);
        text.Put(Timestamp(now));
        text.Put("\",\"traceparent\":null,\"data\":{\"t\":"u8);
        text.Put(now);
        Pad(ref text);
        text.Put("}}"u8);
        return text.Fits ? json : throw new ArgumentException($"An event of type '{Type}' needs more than {Bytes} bytes.");
    }

    // A field of x where one has room, else spaces, which JSON does not mind.
    private void Pad(ref Text text)
    {
        var room = Bytes - text.Length - 2;
        if (room < 7)
        {
            text.Fill(' ', room);
            return;
        }

        text.Put(",\"p\":\""u8);
        text.Fill('x', room - 7);
        text.Put("\""u8);
    }

    private ReadOnlySpan<byte> Timestamp(long now)
    {
        if (now >= _stampedUntil)
        {
            _stampedUntil = now + 100_000_000;
            _stampedLength = Encoding.ASCII.GetBytes(DateTime.UtcNow.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture), _stamped);
        }

        return _stamped.AsSpan(0, _stampedLength);
    }

    private ref struct Text(Span<byte> target)
    {
        private readonly Span<byte> _target = target;

        public int Length { get; private set; }
        public bool Fits { get; private set; } = true;

        public void Put(ReadOnlySpan<byte> bytes)
        {
            if (Fits = Fits && bytes.TryCopyTo(_target[Length..]))
                Length += bytes.Length;
        }

        public void Put(ReadOnlySpan<char> ascii)
        {
            var written = 0;
            if (Fits = Fits && Encoding.ASCII.TryGetBytes(ascii, _target[Length..], out written))
                Length += written;
        }

        public void Put(long number)
        {
            var written = 0;
            if (Fits = Fits && number.TryFormat(_target[Length..], out written, provider: CultureInfo.InvariantCulture))
                Length += written;
        }

        public void Fill(char with, int count)
        {
            if (Fits = Fits && count >= 0 && count <= _target.Length - Length)
            {
                _target.Slice(Length, count).Fill((byte)with);
                Length += count;
            }
        }
    }
}
