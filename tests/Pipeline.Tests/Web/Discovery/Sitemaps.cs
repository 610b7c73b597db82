using System.IO.Compression;
using System.Text;
using Trawl.Pipeline.Tests.Web.Served;

namespace Trawl.Pipeline.Tests.Web.Discovery;

/// <summary>
/// Pages that no link leads to: from an index at the root of one host, and from what the robots.txt of the other names. Indexes
/// within indexes, gzip, a broken file, a missing one, and entries that have no business there.
/// </summary>
public sealed class Sitemaps : Theme
{
    public override IReadOnlyList<Uri> Roots => [Main.Address, Elsewhere.Address];

    protected override void Build()
    {
        Main.Page("/").Stored();
        Main.Text("/sitemap.xml", Index("/map-1.xml", "/map-2.xml.gz", "/inner-index.xml", "/missing.xml", "/broken.xml", "/list.txt"), "application/xml").Sitemap();
        Main.Text("/map-1.xml", Map("/mapped-1", "/mapped-1b?b=2&amp;a=1", "/forbidden/x", "/picture.png"), "text/xml").Sitemap();
        Main.Bytes("/map-2.xml.gz", Gzip(Map("/mapped-2", "/mapped-1", $"http://{Elsewhere.Authority}1/x")), "application/x-gzip").Sitemap();
        Main.Text("/inner-index.xml", Index("/inner-map.xml", "/innermost-index.xml"), "application/xml").Sitemap();
        Main.Text("/inner-map.xml", Map("/mapped-inner"), "application/xml").Sitemap();
        // A third index below the second is one too many.
        Main.Text("/innermost-index.xml", Index("/innermost-map.xml"), "application/xml").Sitemap();
        Main.Text("/innermost-map.xml", Map("/mapped-innermost"), "application/xml");
        Main.Status("/missing.xml", 404).Sitemap();
        Main.Text("/broken.xml", Map("/before-the-break", "/also-before")[..^20] + "<url><loc>/half", "application/xml").Sitemap();
        Main.Text("/list.txt", $"{Main.Address}listed\n\n{Main.Address}mapped-1\nno url\n").Sitemap();
        Main.Robots("User-agent: *\nDisallow: /forbidden/\n");
        foreach (var target in (string[])["/mapped-1", "/mapped-1b?a=1&b=2", "/mapped-2", "/mapped-inner", "/before-the-break", "/also-before", "/listed"])
            Main.Page(target).Stored();
        Main.Page("/forbidden/x").SkippedUnasked("robots_disallowed");
        Main.Page("/picture.png").SkippedUnasked("content_type");
        Main.Page("/mapped-innermost");

        Elsewhere.Page("/", "<p>Not the same page as the other host's.</p>").Stored();
        Elsewhere.Robots($"Sitemap: {Elsewhere.Address}named.xml\nUser-agent: *\nSitemap: /relative.xml\nDisallow:\n");
        Elsewhere.Text("/named.xml", Map("/from-named", $"{Main.Address}across"), "application/xml").Sitemap();
        Elsewhere.Text("/relative.xml", Map("/from-relative"), "application/xml").Sitemap();
        // The robots.txt names others in its place.
        Elsewhere.Text("/sitemap.xml", Map("/from-the-root"), "application/xml");
        Elsewhere.Page("/from-the-root");
        Elsewhere.Page("/from-named").Stored();
        Elsewhere.Page("/from-relative").Stored();
        Main.Page("/across").Stored();
    }

    private static string Index(params string[] maps) =>
        $"<?xml version=\"1.0\"?>\n<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">{Entries("sitemap", maps)}</sitemapindex>";

    private static string Map(params string[] pages) =>
        $"<?xml version=\"1.0\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">{Entries("url", pages)}</urlset>";

    private static string Entries(string element, string[] targets) =>
        string.Concat(targets.Select(target => $"<{element}><loc>\n {target} </loc><lastmod>2026-08-01</lastmod></{element}>"));

    private static byte[] Gzip(string text)
    {
        using var buffer = new MemoryStream();
        using (var gzip = new GZipStream(buffer, CompressionLevel.Fastest))
            gzip.Write(Encoding.UTF8.GetBytes(text));
        return buffer.ToArray();
    }
}
