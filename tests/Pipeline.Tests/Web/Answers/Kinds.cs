using System.Text;
using Trawl.Pipeline.Tests.Web.Served;

namespace Trawl.Pipeline.Tests.Web.Answers;

/// <summary>HTML, plain text and Markdown are stored; all else is skipped, unasked where its name leaves no doubt.</summary>
public sealed class Kinds : Theme
{
    private static readonly byte[] Pdf = Encoding.ASCII.GetBytes("%PDF-1.7\n%no text at all\n");

    protected override void Build()
    {
        Main.Page("/", Links(
            "/paper.pdf", "/photo.JPG", "/archive.tar.gz", "/film.mp4", "/download", "/unknown", "/data.json", "/script.js", "/notes.txt", "/read.me", "/typeless",
            "/xhtml", "/liar", "/File:Photo.png", "/version-1.2.3", "/feed", "/image?name=x.png") + "<img src=\"/inline.png\"><script src=\"/app.js\"></script>").Stored();
        foreach (var target in (string[])["/paper.pdf", "/photo.JPG", "/archive.tar.gz", "/film.mp4"])
            Main.Bytes(target, Pdf, "application/octet-stream").SkippedUnasked("content_type");
        Main.Bytes("/download", Pdf, "application/pdf").Skipped("content_type");
        Main.Bytes("/unknown", Pdf, "application/x-nobody-knows").Skipped("content_type");
        Main.Text("/data.json", "{\"a\":1}", "application/json").Skipped("content_type");
        Main.Text("/script.js", "let a = 1;", "text/javascript").Skipped("content_type");
        Main.Text("/feed", "<rss/>", "application/rss+xml").Skipped("content_type");
        Main.Text("/notes.txt", "Notes\n\n  indented <b>as it is</b>\n").Stored("indented <b>as it is</b>");
        Main.Text("/read.me", "# Read me\n\n- one\n- two\n\n[Link](/never-from-markdown)\n", "text/markdown; charset=utf-8").Stored("# Read me", "- one").Titled("Read me");
        Main.Bytes("/typeless", Encoding.UTF8.GetBytes("<title>Typeless</title><h1>Taken for HTML</h1><p>As browsers do.</p>"), null).Stored("Taken for HTML");
        Main.Text("/xhtml", "<?xml version=\"1.0\"?><html xmlns=\"http://www.w3.org/1999/xhtml\"><head><title>X</title></head><body><p>In order.</p></body></html>", "application/xhtml+xml").Stored("In order.");
        Main.Bytes("/liar", [0x89, 0x50, 0x4E, 0x47, 0, 0, 0, 13, 0, 0, 1, 0], "text/html").Failed("unreadable", 200);
        Main.Page("/File:Photo.png").Stored();
        Main.Page("/version-1.2.3").Stored();
        Main.Page("/image?name=x.png").Stored();
    }
}
