using System.Text;

namespace Trawl.Crawler.Encodings;

/// <summary>UTF-16 without a byte order mark: every second byte of its markup is zero.</summary>
internal static class Utf16
{
    private const int Sample = 64;

    /// <summary>The encoding; null when it is none of the two.</summary>
    public static Encoding? Of(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 8 || !bytes[..Math.Min(Sample, bytes.Length)].Contains((byte)0))
            return null;
        var (even, odd, pairs) = (0, 0, Math.Min(Sample, bytes.Length) / 2);
        for (var i = 0; i < pairs; i++)
        {
            even += bytes[2 * i] == 0 ? 1 : 0;
            odd += bytes[(2 * i) + 1] == 0 ? 1 : 0;
        }

        if (odd * 4 >= pairs * 3 && even == 0)
            return Encoding.Unicode;
        return even * 4 >= pairs * 3 && odd == 0 ? Encoding.BigEndianUnicode : null;
    }
}
