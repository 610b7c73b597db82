using Trawl.Api.Tests.Http;

namespace Trawl.Api.Tests.Search;

public sealed class KeywordSearchTests(SearchHost host) : IClassFixture<SearchHost>
{
    private async Task<string[]> FindAsync(string query, params (string Title, string Heading, string Text)[] documents)
    {
        var items = await ItemsAsync(query, documents);
        return [.. items.Select(item => item.GetProperty("title").GetString()!)];
    }

    private async Task<System.Text.Json.JsonElement[]> ItemsAsync(string query, params (string Title, string Heading, string Text)[] documents)
    {
        var user = host.NewUser();
        var source = await host.Library.AddSourceAsync(user.UserId);
        foreach (var (title, heading, text) in documents)
            await host.Library.AddDocumentAsync(source, title, (heading, text));
        var answer = await user.GetAsync($"/api/search?mode=keyword&q={Uri.EscapeDataString(query)}");
        return [.. answer.Json.GetProperty("items").EnumerateArray()];
    }

    [Fact]
    public async Task The_page_whose_title_has_the_words_comes_before_those_that_mention_them() =>
        Assert.Equal("CREATE INDEX", (await FindAsync(
            "CREATE INDEX CONCURRENTLY",
            ("Locking", "Table locks", "CREATE INDEX CONCURRENTLY takes a weak lock. CREATE INDEX CONCURRENTLY again."),
            ("Release notes", "", "Fix CREATE INDEX CONCURRENTLY. Fix CREATE INDEX CONCURRENTLY once more, and CREATE INDEX CONCURRENTLY."),
            ("CREATE INDEX", "Building Indexes Concurrently", "PostgreSQL supports building indexes without locking out writes: CREATE INDEX CONCURRENTLY.")))[0]);

    [Fact]
    public async Task Documents_with_some_of_the_words_come_below_those_with_all() =>
        Assert.Equal(["Both", "One"], await FindAsync(
            "vacuum freeze", ("One", "vacuum", "Vacuum, vacuum and vacuum again."), ("Both", "", "To vacuum is one thing. To freeze another."), ("None", "", "Nothing.")));

    [Fact]
    public async Task Other_forms_of_a_word_are_the_same_word() =>
        Assert.Equal(["Partitions"], await FindAsync("how do I list partitions", ("Partitions", "", "Listing the partitioned tables.")));

    [Fact]
    public async Task A_phrase_in_quotes_is_a_phrase() =>
        Assert.Equal(["Right"], await FindAsync(
            "\"slow query\"", ("Right", "", "A slow query is logged."), ("Wrong", "", "The query is slow.")));

    [Fact]
    public async Task A_word_with_minus_must_not_be_there() =>
        Assert.Equal(["Right"], await FindAsync(
            "query -slow", ("Right", "", "A fast query."), ("Wrong", "", "A slow query.")));

    [Fact]
    public async Task A_document_comes_once_with_its_best_passage()
    {
        var user = host.NewUser();
        var source = await host.Library.AddSourceAsync(user.UserId);
        await host.Library.AddDocumentAsync(source, "Doc", ("", "A word about backups."), ("Backup and restore", "Backup, restore, backup."), ("", "Backup."));

        var answer = await user.GetAsync("/api/search?mode=keyword&q=backup%20restore");

        var item = Assert.Single(answer.Json.GetProperty("items").EnumerateArray());
        Assert.Equal("Backup, restore, backup.", item.GetProperty("chunk").GetString());
    }

    [Fact]
    public async Task Highlights_are_safe_html_without_markdown()
    {
        var items = await ItemsAsync("sharp", ("T", "", "See [the **sharp** page](http://x/sharp.html): `a < b` & <b onclick=x>bold</b> \"sharp\""));

        var highlight = Assert.Single(items[0].GetProperty("highlights").EnumerateArray()).GetString()!;
        Assert.Equal("See the <mark>sharp</mark> page: a &lt; b &amp; &lt;b onclick=x&gt;bold&lt;/b&gt; &quot;<mark>sharp</mark>", highlight);
    }

    [Fact]
    public async Task A_highlight_keeps_the_letters_of_every_language()
    {
        var items = await ItemsAsync("shovel", ("T", "", "A shovel, ünïcode, 日本語 and 🦡: it's"));

        Assert.Equal("A <mark>shovel</mark>, ünïcode, 日本語 and 🦡: it&#39;s", Assert.Single(items[0].GetProperty("highlights").EnumerateArray()).GetString());
    }

    [Fact]
    public async Task A_highlight_keeps_a_tag_that_a_page_writes_about()
    {
        var items = await ItemsAsync("bold", ("T", "", "For 2 \\* 3 write \\<b> for bold"));

        Assert.Equal("For 2 * 3 write &lt;b&gt; for <mark>bold</mark>", Assert.Single(items[0].GetProperty("highlights").EnumerateArray()).GetString());
    }

    [Fact]
    public async Task Text_that_looks_like_our_marks_is_not_taken_for_them()
    {
        var items = await ItemsAsync("word", ("T", "", "A \uE000forged\uE001 word &#57344;x&#57345; end"));

        Assert.Equal("A forged <mark>word</mark> &amp;#57344;x&amp;#57345; end", Assert.Single(items[0].GetProperty("highlights").EnumerateArray()).GetString());
    }
}
