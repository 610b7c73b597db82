using System.Text;

namespace Trawl.Crawl.Site;

/// <summary>
/// One page of the site: what pages of documentation are made of, with as much text as it takes to fill it. Page n leads to ten pages
/// of its own, so that all are reached from page 0, and by 36 more links to anywhere.
/// </summary>
internal sealed class SitePage(int number, int pages, int bytes)
{
    private const int Children = 10;

    // Styles and scripts stand in the page, as on most sites.
    private static readonly string Head =
        "<style>" + string.Concat(Enumerable.Range(0, 24).Select(i => $".c{i}{{margin:0 auto;padding:{i}px 16px;color:#33{i:00}44;border-bottom:1px solid #ddd}}\n"))
        + "</style>\n<script>" + string.Concat(Enumerable.Range(0, 12).Select(i => $"window.addEventListener(\"load\",function(){{if(window.f{i}<{i}){{track(\"e{i}\",document.title)}}}});\n")) + "</script>\n";

    private readonly Prose _prose = new(number);
    private readonly StringBuilder _html = new(bytes + 4096);
    private int _child;

    public string Html()
    {
        var title = $"{_prose.Title(4)} {number}";
        _html.Append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>").Append(title).Append("</title>\n<meta name=\"description\" content=\"").Append(_prose.Plain()).Append("\">\n<link rel=\"stylesheet\" href=\"/style.css\">\n").Append(Head).Append("</head>\n<body>\n");
        List("<header class=\"site-header\"><nav class=\"main-nav\" aria-label=\"Main\">", 8, "</nav></header>\n");
        List("<aside class=\"sidebar\"><nav class=\"toc\">", 12, "</nav></aside>\n");
        _html.Append("<main id=\"content\"><article class=\"doc\">\n<h1>").Append(title).Append("</h1>\n");
        // Small pages have their links as well; the rest is filled up.
        for (var section = 0; section < 3 || _html.Length < bytes - 1500; section++)
            Section(section, @short: bytes < 8000);
        _html.Append("</article></main>\n");
        List("<footer class=\"site-footer\">", 8, "<p>Made for measuring.</p></footer>\n");
        return _html.Append("</body>\n</html>\n").ToString();
    }

    private void Section(int section, bool @short)
    {
        _html.Append("<section class=\"section\" id=\"s").Append(section).Append("\">\n<div class=\"titlepage\"><div><div><h2 class=\"title\">").Append(_prose.Title(3)).Append("</h2></div></div></div>\n");
        Paragraph(@short ? 1 : 4, links: section < 3 ? 3 : 0);
        if (!@short)
        {
            switch (section % 4)
            {
                case 0: Bullets(links: section == 0 ? 5 : 0); break;
                case 1: Code(); break;
                case 2: Table(); break;
                default: Paragraph(3, 0); break;
            }
        }
        else if (section == 0)
        {
            Bullets(links: 5);
        }

        if (section == 1)
            Paragraph(2, links: 4);
        Paragraph(@short ? 1 : 4, 0);
        _html.Append("</section>\n");
    }

    private void Paragraph(int sentences, int links)
    {
        _html.Append("<p>");
        for (var i = 0; i < sentences; i++)
        {
            _prose.Sentence(_html);
            if (i == 1)
                _html.Append("Use <code>").Append(_prose.Word()).Append('_').Append(_prose.Word()).Append("</code> or <strong>").Append(_prose.Word()).Append("</strong>. ");
        }

        for (var i = 0; i < links; i++)
            Link();
        _html.Append("</p>\n");
    }

    private void Bullets(int links)
    {
        _html.Append("<ul class=\"list\">\n");
        for (var i = 0; i < 5; i++)
        {
            _html.Append("<li>");
            if (i < links)
                Link();
            _prose.Sentence(_html);
            _html.Append("</li>\n");
        }

        _html.Append("</ul>\n");
    }

    private void Code()
    {
        _html.Append("<pre><code class=\"language-python\">");
        for (var i = 0; i < 8; i++)
            _html.Append("<span class=\"k\">def</span> <span class=\"n\">").Append(_prose.Word()).Append("</span>(").Append(_prose.Word()).Append('=').Append(_prose.Next(100)).Append("):\n");
        _html.Append("</code></pre>\n");
    }

    private void Table()
    {
        _html.Append("<table class=\"params\"><thead><tr><th>Name</th><th>Default</th><th>Meaning</th></tr></thead><tbody>\n");
        for (var i = 0; i < 6; i++)
        {
            _html.Append("<tr><td><code>").Append(_prose.Word()).Append("</code></td><td>").Append(_prose.Next(1000)).Append("</td><td>");
            _prose.Sentence(_html);
            _html.Append("</td></tr>\n");
        }

        _html.Append("</tbody></table>\n");
    }

    private void List(string open, int links, string close)
    {
        _html.Append(open).Append("<ul>");
        for (var i = 0; i < links; i++)
        {
            _html.Append("<li class=\"item\">");
            Link();
            _html.Append("</li>");
        }

        _html.Append("</ul>").Append(close);
    }

    private void Link()
    {
        var child = (number * Children) + 1 + _child;
        var target = _child++ < Children && child < pages ? child : _prose.Next(pages);
        _html.Append("<a class=\"link\" href=\"/pages/").Append(target).Append(".html\">").Append(_prose.Word()).Append(' ').Append(_prose.Word()).Append("</a> ");
    }
}
