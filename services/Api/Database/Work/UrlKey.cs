using System.Security.Cryptography;
using System.Text;

namespace Trawl.Api.Database;

/// <summary>A URL as 16 bytes: URLs are too long for an index.</summary>
public static class UrlKey
{
    /// <summary>The first half of the SHA-256 of a normalised URL.</summary>
    public static Guid Of(string url)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(url), hash);
        return new Guid(hash[..16], bigEndian: true);
    }
}
