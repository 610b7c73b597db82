using System.Text;
using Trawl.Pipeline.Tests.Web.Served;

namespace Trawl.Pipeline.Tests.Web.Content;

/// <summary>Text in old encodings, declared in every place there is, and declared wrongly.</summary>
public sealed class Charsets : Theme
{
    private const string Russian = "Быстрая лисица прыгает через ленивую собаку, и никто этого не замечает.";
    private const string Japanese = "いろはにほへとちりぬるを。日本語の文章です。";
    private const string German = "Übermäßig schöne Größe, naïve Fälle – und „Anführungen“.";

    static Charsets() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    protected override void Build()
    {
        (string Target, string Text, Encoding Encoding, string? Header, string? Meta)[] pages =
        [
            ("/1251-header", Russian, Encoding.GetEncoding("windows-1251"), "windows-1251", null),
            ("/1251-meta", Russian, Encoding.GetEncoding("windows-1251"), null, "<meta charset=\"windows-1251\">"),
            ("/1251-http-equiv", Russian, Encoding.GetEncoding("windows-1251"), null, "<meta http-equiv=\"Content-Type\" content=\"text/html; charset=windows-1251\">"),
            ("/1251-header-lies", Russian, Encoding.GetEncoding("windows-1251"), "utf-8", "<meta charset=\"windows-1251\">"),
            ("/koi8", Russian, Encoding.GetEncoding("koi8-r"), "koi8-r", null),
            ("/shift_jis-header", Japanese, Encoding.GetEncoding("shift_jis"), "Shift_JIS", null),
            ("/shift_jis-meta", Japanese, Encoding.GetEncoding("shift_jis"), null, "<meta charset=shift_jis>"),
            ("/euc-jp", Japanese, Encoding.GetEncoding("euc-jp"), null, "<meta charset=\"euc-jp\">"),
            ("/utf8-header-lies", German, new UTF8Encoding(false), "iso-8859-1", null),
            ("/utf8-meta-lies", Russian, new UTF8Encoding(false), null, "<meta charset=\"iso-8859-1\">"),
            ("/utf8-undeclared", Japanese, new UTF8Encoding(false), null, null),
            ("/utf8-bom", German, new UTF8Encoding(true), "iso-8859-1", null),
            ("/utf16-bom", Russian, new UnicodeEncoding(false, true), null, null),
            ("/utf16-big", Japanese, new UnicodeEncoding(true, true), "utf-16", null),
            ("/latin1", German.Replace('–', '-').Replace("„", "\"", StringComparison.Ordinal).Replace("“", "\"", StringComparison.Ordinal), Encoding.Latin1, "iso-8859-1", null),
            ("/1252", German, Encoding.GetEncoding("windows-1252"), "iso-8859-1", null),
            ("/nonsense", German, new UTF8Encoding(false), "no-such-charset", null),
        ];
        Main.Page("/", Links([.. pages.Select(page => page.Target)])).Stored();
        foreach (var (target, text, encoding, header, meta) in pages)
        {
            var html = $"<!doctype html><html><head>{meta}<title>{text} {target}</title></head><body><h1>{target}</h1><p>{text}</p></body></html>";
            byte[] body = [.. encoding.GetPreamble(), .. encoding.GetBytes(html)];
            Main.Bytes(target, body, header is null ? "text/html" : $"text/html; charset={header}").Stored(text).Titled($"{text} {target}").Without("\uFFFD");
        }
    }
}
