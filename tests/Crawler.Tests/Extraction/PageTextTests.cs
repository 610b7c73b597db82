using System.Text;
using Trawl.Crawler.Extraction;

namespace Trawl.Crawler.Tests.Extraction;

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
    public void A_charset_that_the_bytes_contradict_is_not(string actual, string? header, string meta, string text) =>
        Assert.EndsWith(text, Decode(Encoding.GetEncoding(actual).GetBytes($"<html><head>{meta}</head>{text}"), header), StringComparison.Ordinal);

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
