using System.Text;

namespace Trawl.Crawler.Encodings;

/// <summary>Encodings by the names that pages use for them.</summary>
internal static class Charsets
{
    /// <summary>windows-1252: what undeclared pages of old are in.</summary>
    public static Encoding Western { get; } = CodePagesEncodingProvider.Instance.GetEncoding(1252)!;

    /// <summary>The encoding of that name; null when there is none, or none that may be trusted.</summary>
    public static Encoding? Find(string? name)
    {
        if (string.IsNullOrWhiteSpace(name))
            return null;
        switch (name.Trim(' ', '"', '\'').ToLowerInvariant())
        {
            case "utf8" or "utf-8" or "unicode-1-1-utf-8":
                return Encoding.UTF8;
            // As browsers do: the three are declared where windows-1252 is meant.
            case "iso-8859-1" or "latin1" or "us-ascii" or "ascii" or "windows-1252" or "cp1252" or "x-user-defined":
                return Western;
            case "shift_jis" or "x-sjis" or "sjis" or "shift-jis" or "windows-31j" or "ms_kanji":
                return CodePagesEncodingProvider.Instance.GetEncoding(932);
            case "gbk" or "gb2312" or "x-gbk" or "gb_2312-80" or "gb18030":
                return CodePagesEncodingProvider.Instance.GetEncoding(54936);
            case "win-1251" or "cp1251" or "cp-1251" or "windows1251":
                return CodePagesEncodingProvider.Instance.GetEncoding(1251);
            case "koi8r" or "koi8" or "koi":
                return CodePagesEncodingProvider.Instance.GetEncoding(20866);
            case "big5-hkscs" or "x-x-big5" or "cn-big5":
                return CodePagesEncodingProvider.Instance.GetEncoding(950);
            case "utf-7":
                return null;
            case var known:
                return Lookup(known);
        }
    }

    private static Encoding? Lookup(string name)
    {
        if (CodePagesEncodingProvider.Instance.GetEncoding(name) is { } encoding)
            return encoding;
        try
        {
            return Encoding.GetEncoding(name);
        }
        catch (ArgumentException)
        {
            // An encoding that nobody knows is as good as none declared.
            return null;
        }
    }
}
