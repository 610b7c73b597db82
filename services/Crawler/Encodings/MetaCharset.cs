using System.Buffers;
using System.Text;

namespace Trawl.Crawler.Encodings;

/// <summary>Finds <c>charset=</c> in a page's first bytes, in a meta element or an XML declaration, before it can be parsed.</summary>
internal static class MetaCharset
{
    private static readonly SearchValues<char> ValueEnd = SearchValues.Create(" \"';/>\t\n");

    public static Encoding? Find(ReadOnlySpan<byte> head)
    {
        var text = Encoding.Latin1.GetString(head);
        for (var at = 0; (at = text.IndexOf("<meta", at, StringComparison.OrdinalIgnoreCase)) >= 0;)
        {
            var end = text.IndexOf('>', at);
            if (end < 0)
                break;
            if (Value(text.AsSpan(at, end - at), "charset") is { } name && Charsets.Find(name) is { } encoding)
                // A page that can be read this far is not in UTF-16, whatever it says.
                return encoding is UnicodeEncoding ? Encoding.UTF8 : encoding;
            at = end;
        }

        if (!text.StartsWith("<?xml", StringComparison.Ordinal))
            return null;
        var close = text.IndexOf("?>", StringComparison.Ordinal);
        return close > 0 ? Charsets.Find(Value(text.AsSpan(0, close), "encoding")) : null;
    }

    private static string? Value(ReadOnlySpan<char> tag, string name)
    {
        var at = tag.IndexOf(name, StringComparison.OrdinalIgnoreCase);
        if (at < 0)
            return null;
        var rest = tag[(at + name.Length)..].TrimStart();
        if (rest is not ['=', ..])
            return null;
        rest = rest[1..].TrimStart().TrimStart("\"'");
        var end = rest.IndexOfAny(ValueEnd);
        return (end < 0 ? rest : rest[..end]).ToString();
    }
}
