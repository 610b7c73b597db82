using System.Buffers;
using System.Text;

namespace Trawl.Web;

/// <summary>One spelling for each path and query: RFC 3986, 6.2.2.</summary>
public static class PercentEncoding
{
    private static readonly SearchValues<char> Plain =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()*+,;=:@/?[]");

    /// <summary>
    /// Decodes what needs no encoding, writes the hex of the rest in upper case, encodes what must not stand bare (as UTF-8).
    /// A percent sign that encodes nothing becomes <c>%25</c>. Doing it twice changes nothing.
    /// </summary>
    public static string Normalise(string pathAndQuery)
    {
        ArgumentNullException.ThrowIfNull(pathAndQuery);
        var first = pathAndQuery.AsSpan().IndexOfAnyExcept(Plain);
        return first < 0 ? pathAndQuery : Rewrite(pathAndQuery, first);
    }

    private static string Rewrite(string text, int first)
    {
        var result = new StringBuilder(text.Length + 16).Append(text, 0, first);
        Span<byte> utf8 = stackalloc byte[4];
        for (var i = first; i < text.Length;)
        {
            var c = text[i];
            if (c == '%' && i + 2 < text.Length && char.IsAsciiHexDigit(text[i + 1]) && char.IsAsciiHexDigit(text[i + 2]))
            {
                var value = (Hex(text[i + 1]) << 4) | Hex(text[i + 2]);
                if (IsUnreserved((char)value))
                    result.Append((char)value);
                else
                    AppendEncoded(result, (byte)value);
                i += 3;
            }
            else if (c != '%' && Plain.Contains(c))
            {
                result.Append(c);
                i++;
            }
            else
            {
                Rune.DecodeFromUtf16(text.AsSpan(i), out var rune, out var consumed);
                foreach (var b in utf8[..rune.EncodeToUtf8(utf8)])
                    AppendEncoded(result, b);
                i += consumed;
            }
        }

        return result.ToString();
    }

    private static bool IsUnreserved(char c) => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_' or '~';

    private static int Hex(char c) => c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10;

    private static void AppendEncoded(StringBuilder result, byte value) =>
        result.Append('%').Append("0123456789ABCDEF"[value >> 4]).Append("0123456789ABCDEF"[value & 15]);
}
