using FsCheck;
using FsCheck.Fluent;
using Trawl.Embedder.EmbedDocuments.Chunking;

namespace Trawl.Embedder.Tests.EmbedDocuments.Chunking;

/// <summary>What holds for every text, tried on generated ones that look like Markdown gone wrong.</summary>
public sealed class MarkdownChunkerProperties
{
    private static readonly Gen<string> Line = Gen.OneOf(
        Gen.Elements("", " ", "\t", "```", "~~~~", "```sql", "|---|---|", "    indented", "- item", "#", "###### "),
        from level in Gen.Choose(1, 6) from name in Gen.Elements("Title", "Über", "a # b", "概要 #") select new string('#', level) + " " + name,
        from words in Gen.Elements("word ", "Sentence one. ", "λόγος ", "漢字", "😀😀", "x") from n in Gen.Choose(1, 600) select string.Concat(Enumerable.Repeat(words, n)),
        from cell in Gen.Elements("a", "wide cell ") from n in Gen.Choose(1, 40) select "|" + string.Concat(Enumerable.Repeat(cell + "|", n)));

    private static readonly Arbitrary<string> Markdown = Arb.From(
        from lines in Gen.ListOf(Line)
        from lineBreak in Gen.Elements("\n", "\r\n")
        select string.Join(lineBreak, lines));

    [Fact]
    public void Nothing_but_blanks_is_ever_left_out() => Check(markdown =>
    {
        var chunks = MarkdownChunker.Split(markdown);
        var covered = new bool[markdown.Length];
        foreach (var chunk in chunks)
        {
            Assert.Equal(chunk.Text, markdown.Substring(chunk.Start, chunk.Text.Length));
            covered.AsSpan(chunk.Start, chunk.Text.Length).Fill(true);
        }

        var headings = string.Join('\n', chunks.Select(chunk => chunk.Heading));
        foreach (var line in LineScanner.Scan(markdown))
        {
            var text = markdown[line.Start..line.End];
            if (line.Kind == LineKind.Heading && !covered[line.Start])
                Assert.Contains(text.Trim().TrimStart('#').Trim().TrimEnd('#').Trim(), headings);
            else
                Assert.All(Enumerable.Range(line.Start, text.Length), i => Assert.True(covered[i] || char.IsWhiteSpace(markdown[i])));
        }
    });

    [Fact]
    public void No_chunk_is_empty_or_too_large() => Check(markdown =>
        Assert.All(MarkdownChunker.Split(markdown), chunk => Assert.InRange(TokenEstimate.Tokens(chunk.Text), 1, MarkdownChunker.MaxTokens)));

    [Fact]
    public void The_same_text_gives_the_same_chunks() => Check(markdown =>
        Assert.Equal(MarkdownChunker.Split(markdown), MarkdownChunker.Split(new string(markdown.AsSpan()))));

    [Fact]
    public void Any_string_at_all_can_be_cut() =>
        Prop.ForAll(ArbMap.Default.ArbFor<string>(), text => MarkdownChunker.Split(text ?? "").Count >= 0).QuickCheckThrowOnFailure();

    private static void Check(Action<string> property) =>
        Prop.ForAll(Markdown, property).Check(Config.QuickThrowOnFailure.WithMaxTest(300));
}
