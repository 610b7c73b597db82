using System.Text;
using Trawl.Crawler.Encodings;
using Trawl.Crawler.Extraction;

namespace Trawl.Crawler.Tests.Encodings;

public sealed class PageTextTests
{
    static PageTextTests() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    [Theory]
    [InlineData("utf-8", "utf-8", "", "Žluťoučký kůň")]
    [InlineData("windows-1251", "windows-1251", "", "Привет, мир")]
    [InlineData("windows-1251", null, "<meta charset=windows-1251>", "Привет, мир")]
    [InlineData("shift_jis", null, "<meta http-equiv='Content-Type' content='text/html; charset=Shift_JIS'>", "こんにちは世界")]
    [InlineData("euc-jp", "EUC-JP", "", "こんにちは世界")]
    [InlineData("gb18030", "gb2312", "", "你好，世界")]
    [InlineData("iso-8859-2", "iso-8859-2", "", "Łódź")]
    [InlineData("windows-1252", null, "", "café “quoted”")]
    [InlineData("windows-1252", "iso-8859-1", "", "café “quoted”")]
    [InlineData("utf-8", null, "", "undeclared é")]
    [InlineData("utf-8", "\"UTF-8\"", "", "quoted é")]
    [InlineData("utf-8", "nonsense-99", "", "unknown é")]
    public void A_declared_charset_is_believed(string actual, string? header, string meta, string text) =>
        Assert.EndsWith(text, Decode(Encoding.GetEncoding(actual).GetBytes($"<html><head>{meta}</head>{text}"), header), StringComparison.Ordinal);

    [Theory]
    [InlineData("utf-8", "iso-8859-1", "", "café, naïve")]
    [InlineData("utf-8", null, "<meta charset=windows-1252>", "café, naïve")]
    [InlineData("windows-1251", "utf-8", "<meta charset=windows-1251>", "Привет, мир")]
    [InlineData("windows-1251", "utf-8", "", "Привет, мир, и что на нём стоит")]
    [InlineData("windows-1251", "utf-8", "<meta charset=utf-8>", "Привет, мир, и что на нём стоит")]
    [InlineData("utf-8", "shift_jis", "", "こんにちは世界、ここは日本です")]
    [InlineData("utf-8", "windows-1251", "<meta charset=windows-1251>", "Привет, мир")]
    [InlineData("utf-8", "utf-8", "<meta charset=utf-16>", "Привет, мир")]
    public void A_charset_that_the_bytes_contradict_is_not(string actual, string? header, string meta, string text) =>
        Assert.EndsWith(text, Decode(Encoding.GetEncoding(actual).GetBytes($"<html><head>{meta}</head>{text}"), header), StringComparison.Ordinal);

    [Theory]
    [InlineData("windows-1251", "Сайт о том, как пишутся программы, которые читают чужие страницы и не портят их.")]
    [InlineData("koi8-r", "Сайт о том, как пишутся программы, которые читают чужие страницы и не портят их.")]
    [InlineData("iso-8859-5", "Сайт о том, как пишутся программы, которые читают чужие страницы и не портят их.")]
    [InlineData("shift_jis", "このページは日本語で書かれていますが、文字コードを宣言していません。")]
    [InlineData("euc-jp", "このページは日本語で書かれていますが、文字コードを宣言していません。")]
    [InlineData("gb18030", "这是一个中文网页，它没有说明自己用的是什么编码，可是我们要能看到里面的文字。")]
    [InlineData("big5", "這是一個中文網頁，它沒有說明自己用的是什麼編碼，可是我們要能看到裡面的文字。")]
    [InlineData("euc-kr", "이 페이지는 한국어로 쓰여 있지만 문자 집합을 선언하지 않았습니다.")]
    [InlineData("windows-1252", "Déjà vu à l’été : « où êtes-vous ? » – über Größe")]
    [InlineData("utf-16", "<p>plain text without a mark")]
    [InlineData("utf-16BE", "<p>plain text without a mark")]
    public void What_is_not_declared_is_told_by_its_looks(string actual, string text) =>
        Assert.Equal(text, Decode(Encoding.GetEncoding(actual).GetBytes(text), null));

    [Theory]
    [InlineData("koi8-r", null, "<meta charset='koi8-r'>", "Привет")]
    [InlineData("big5", "Big5", "", "你好，世界")]
    [InlineData("big5", null, "<META CONTENT='text/html; CHARSET = big5' HTTP-EQUIV=content-type>", "你好，世界")]
    [InlineData("gb18030", null, "<meta charset=gbk>", "你好，世界")]
    [InlineData("iso-2022-jp", "iso-2022-jp", "", "こんにちは世界")]
    [InlineData("iso-2022-jp", null, "<meta charset=iso-2022-jp>", "こんにちは世界")]
    [InlineData("windows-1251", "win-1251", "", "Привет")]
    public void Names_and_places_of_a_declaration_vary(string actual, string? header, string meta, string text) =>
        Assert.Contains(text, Decode(Encoding.GetEncoding(actual).GetBytes($"<html><head>{meta}</head>{text}</html>"), header), StringComparison.Ordinal);

    [Fact]
    public void An_xml_declaration_is_one_too() =>
        Assert.EndsWith("Привет", Decode(Encoding.GetEncoding("windows-1251").GetBytes("<?xml version='1.0' encoding='windows-1251'?><html>Привет"), null), StringComparison.Ordinal);

    [Fact]
    public void No_byte_is_taken_for_the_end_of_the_page() => Assert.Equal("a\uFFFDb", Decode(Encoding.UTF8.GetBytes("a\uFFFFb"), "utf-8"));

    [Theory]
    [InlineData("utf-8")]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    public void A_byte_order_mark_wins_and_is_no_text(string actual)
    {
        var encoding = Encoding.GetEncoding(actual);
        Assert.Equal("žluť", Decode([.. encoding.GetPreamble(), .. encoding.GetBytes("žluť")], "windows-1251"));
    }

    [Fact]
    public void A_few_broken_bytes_do_not_make_it_another_charset() =>
        Assert.Equal("é\uFFFDé", Decode([0xC3, 0xA9, 0xFF, 0xC3, 0xA9], "utf-8"));

    private static string Decode(byte[] bytes, string? header)
    {
        using var text = PageText.Decode(bytes, header, isHtml: true);
        return text.Chars.ToString();
    }
}
