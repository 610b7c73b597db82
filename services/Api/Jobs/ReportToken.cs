using System.Buffers.Text;
using System.Security.Cryptography;

namespace Trawl.Api.Jobs;

/// <summary>What lets an outside program report on one job. It is told once; the database has its hash.</summary>
internal sealed record ReportToken(string Text)
{
    private const int Bytes = 32;
    private static readonly int Length = Base64Url.GetEncodedLength(Bytes);

    public byte[] Hash => SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(Text));

    public static ReportToken Create() => new(Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes)));

    /// <summary>Null for what cannot be one: the bearer of a user has dots in it.</summary>
    public static ReportToken? TryRead(string text) => text.Length == Length && Base64Url.IsValid(text) ? new(text) : null;

    /// <summary>Whether a bearer has the form of one.</summary>
    public static bool IsOne(string bearer) => TryRead(bearer) is not null;

    public bool Opens(byte[]? hash) => hash is not null && CryptographicOperations.FixedTimeEquals(hash, Hash);
}
