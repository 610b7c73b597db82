using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace Trawl.Crawler.CrawlBatches.Pages;

/// <summary>What tells whether a page says something else than last time.</summary>
internal static class ContentHash
{
    /// <summary>SHA-256 over title, a line break and Markdown, in lower-case hex.</summary>
    public static string Of(string? title, string markdown)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount((title?.Length ?? 0) + markdown.Length) + 1);
        var length = Encoding.UTF8.GetBytes(title ?? "", buffer);
        buffer[length++] = (byte)'\n';
        length += Encoding.UTF8.GetBytes(markdown, buffer.AsSpan(length));
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(buffer.AsSpan(0, length), hash);
        ArrayPool<byte>.Shared.Return(buffer);
        return Convert.ToHexStringLower(hash);
    }
}
