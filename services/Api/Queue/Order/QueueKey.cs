using System.Buffers.Binary;
using Trawl.Api.Database;

namespace Trawl.Api.Queue.Order;

/// <summary>Where a job stands: by lane, the highest first, then by turn, then by id. The database's index orders the same way.</summary>
internal readonly record struct QueueKey(JobPriority Lane, long Turn, Guid Id) : IComparable<QueueKey>
{
    public const int Bytes = 1 + 8 + 16;

    public static QueueKey Of(Job job) => new(job.Lane, job.Turn, job.Id);

    // Guids compare byte by byte from the left, as PostgreSQL's do.
    public int CompareTo(QueueKey other) =>
        Lane != other.Lane ? other.Lane.CompareTo(Lane)
        : Turn != other.Turn ? Turn.CompareTo(other.Turn)
        : Id.CompareTo(other.Id);

    public static QueueKey Read(ReadOnlySpan<byte> bytes) =>
        new((JobPriority)Math.Min(bytes[0], (byte)JobPriority.High), BinaryPrimitives.ReadInt64BigEndian(bytes[1..]), new Guid(bytes[9..], bigEndian: true));

    public byte[] ToBytes()
    {
        var bytes = new byte[Bytes];
        bytes[0] = (byte)Lane;
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(1), Turn);
        Id.TryWriteBytes(bytes.AsSpan(9), bigEndian: true, out _);
        return bytes;
    }
}
