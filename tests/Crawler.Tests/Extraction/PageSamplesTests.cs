using System.Runtime.CompilerServices;
using Trawl.Crawler.Extraction;
using Trawl.Web;

namespace Trawl.Crawler.Tests.Extraction;

/// <summary>
/// Pages shaped like those of the generators that make most of the web's documentation, each with the Markdown that is wanted of it
/// beside it. <c>UPDATE_APPROVED=1</c> rewrites that: read the difference before committing it.
/// </summary>
public sealed class PageSamplesTests
{
    public static TheoryData<string> Names => [.. Directory.GetFiles(Folder, "*.html").Select(path => Path.GetFileNameWithoutExtension(path)).Order()];

    internal static string Folder { get; } = Path.Combine(Here(), "Pages");

    [Theory]
    [MemberData(nameof(Names))]
    public void A_page_gives_the_markdown_beside_it(string name)
    {
        Assert.True(WebUrl.TryParse("https://site.example/docs/page.html", out var url));
        var page = PageExtractor.Html(File.ReadAllText(Path.Combine(Folder, $"{name}.html")).AsMemory(), new PageSource(url, new UrlScope("host", [url.Value], [], [])));
        var said = $"""
            title: {page.Title}
            language: {page.Language}
            description: {page.Description}
            canonical: {page.Canonical?.Value}
            needs script: {page.NeedsScript}
            links: {string.Join(' ', page.Links.Select(link => link["https://site.example".Length..]))}

            {page.Markdown}

            """.ReplaceLineEndings("\n");
        var approved = Path.Combine(Folder, $"{name}.md");
        if (Environment.GetEnvironmentVariable("UPDATE_APPROVED") == "1")
            File.WriteAllText(approved, said);
        Assert.Equal(File.ReadAllText(approved), said);
    }

    private static string Here([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
