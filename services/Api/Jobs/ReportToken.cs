using System.Buffers.Text;
using System.Security.Cryptography;
using Trawl.ServiceDefaults.Callers;

namespace Trawl.Api.Jobs;

/// <summary>What lets an outside program report on one job. It is told once; the database has its hash.</summary>
internal sealed record ReportToken(string Text)
{
    private const int Bytes = 32;
    private static readonly int Length = Base64Url.GetEncodedLength(Bytes);

    /// <summary>Of endpoints that a program with a token may use.</summary>
    public static OwnBearer Bearer { get; } = new(bearer => TryRead(bearer) is not null);

    public byte[] Hash => SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(Text));

    public static ReportToken Create() => new(Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes)));

    /// <summary>Null for what cannot be one: the bearer of a user has dots in it.</summary>
    public static ReportToken? TryRead(string text) => text.Length == Length && Base64Url.IsValid(text) ? new(text) : null;

    public bool Opens(byte[]? hash) => hash is not null && CryptographicOperations.FixedTimeEquals(hash, Hash);
}
