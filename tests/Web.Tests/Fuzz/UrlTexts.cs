using FsCheck;
using FsCheck.Fluent;

namespace Trawl.Web.Tests.Fuzz;

/// <summary>Texts that may be URLs: made of what URLs trip over, or real ones with a few characters changed, or anything at all.</summary>
internal static class UrlTexts
{
    private static readonly string[] Pieces =
    [
        "a", "Z", "0", ".", "..", "/", "//", "/./", "/../", "/.;jsessionid=1", ";jsessionid=", ";JSessionID=a;", "\\", "?", "??", "#", "%", "%2", "%2e", "%2F", "%41",
        "%c3%a9", "%zz", "%25", "%3Bjsessionid=1", "%26", "%3d", ":", "@", "&", "&&", "=", "+", ";", " ", "\t", "\n", "\u00e9", "\ud83d\ude00", "\ud800", "\udc00", "[",
        "]", "|", "\"", "<", "^", "`", "{", "~", "*", "\u0001", "\0", "\u202e", "\u3002", "\uff0e", "\uff41", "\u00df", "\u0130", "\u2028", "\u00ad", "file:", "C:", "c|", "\\\\", "http:", "http://", "https:", "ftp://",
        "www.example.com", "xn--", "xn--bcher-kva", "[::1]", "[fe80::1%25eth0]", "127.1", "0x7f.1", "1.2.3.4.", ":80", ":443", ":99999", "user:pass@", "utm_source=x",
        "&sid=ab", "&sid=12", "PHPSESSID=1", "a=1", "b=2", "&a=1&", "2026", "/2026/11", "2026-11-21", "/20261121", "date=", "month=11&year=2026", "a/a/a/",
    ];

    private static readonly string[] Real =
    [
        "http://example.com/docs/intro.html?lang=en&page=2#top", "https://www.example.co.uk:8443/a%20b/c%C3%A9?q=x+y&q=z&utm_source=mail", "http://[2001:db8::1]:8080/x?y",
        "https://xn--bcher-kva.example/\u00fcber/uns.html", "http://example.com/shop;jsessionid=0A1B?b=1&a=2&b=1", "//cdn.example.com/../lib/./x.js", "../../a/b?c=d",
        "http://example.com/calendar/2026/11/21?view=week&year=2026&month=12", "http://b\u00fccher.example./caf%c3%a9/%7euser", "?a=1&b=2&c=3&d=4&e=5", "#top", "mailto:a@b.example",
    ];

    private static readonly Gen<string> Anything = ArbMap.Default.GeneratorFor<string>().Select(text => text ?? "");

    private static readonly Gen<string> Made = Gen.Elements(Pieces).ListOf().Select(string.Concat);

    private static readonly Gen<string> Changed =
        from text in Gen.Elements(Real)
        from edits in Gen.Zip(Gen.Choose(0, 80), Gen.Zip(Gen.Choose(0, 3), Gen.OneOf(Gen.Elements(Pieces), Anything))).ListOf(3)
        select edits.Aggregate(text, (now, edit) => Edit(now, edit.Item1, edit.Item2.Item1, edit.Item2.Item2));

    /// <summary>References, as they may stand in a page.</summary>
    public static Gen<string> References { get; } = Gen.Frequency((3, Made), (3, Changed), (1, Anything));

    /// <summary>Mostly absolute URLs.</summary>
    public static Gen<string> Absolute { get; } = Gen.OneOf(
        References, Made.Select(text => "http://example.com/" + text), Made.Select(text => "http://" + text), Made.Select(text => "https://x.example/p?" + text));

    /// <summary>What of them is a URL.</summary>
    public static Gen<WebUrl> Urls { get; } = Absolute.Select(text => WebUrl.TryParse(text, out var url) ? url : null).Where(url => url is not null).Select(url => url!);

    private static string Edit(string text, int at, int removed, string inserted)
    {
        at = Math.Min(at, text.Length);
        return text.Remove(at, Math.Min(removed, text.Length - at)).Insert(at, inserted);
    }
}
