using Trawl.Embedder.EmbedDocuments.Chunking;

namespace Trawl.Embedder.Tests.EmbedDocuments.Chunking;

public sealed class MarkdownChunkerTests
{
    private static readonly string LongParagraph = string.Join(' ', Enumerable.Range(1, 120).Select(i => $"Sentence number {i} says a little."));

    [Theory]
    [InlineData("")]
    [InlineData(" \n\t\n  ")]
    public void An_empty_document_gives_no_chunks(string markdown) => Assert.Empty(MarkdownChunker.Split(markdown));

    [Fact]
    public void A_short_document_is_one_chunk_under_its_heading()
    {
        var chunk = Assert.Single(MarkdownChunker.Split("# Install\n\nRun the program.\n"));

        Assert.Equal("Install", chunk.Heading);
        Assert.Equal("Run the program.", chunk.Text);
        Assert.Equal(4, chunk.Tokens);
    }

    [Fact]
    public void The_heading_names_all_headings_above()
    {
        var chunks = MarkdownChunker.Split($"# Manual\n\n## Queries ##\n\n### Joins\n\n{LongParagraph}\n\n## Types\n\n{LongParagraph}");

        Assert.Contains(chunks, chunk => chunk.Heading == "Manual › Queries › Joins");
        Assert.Contains(chunks, chunk => chunk.Heading == "Manual › Types");
        Assert.All(chunks, chunk => Assert.DoesNotContain("#", chunk.Text));
    }

    [Fact]
    public void Small_neighbours_become_one_chunk_under_their_common_heading()
    {
        var chunk = Assert.Single(MarkdownChunker.Split("# Options\n\n## -a\n\nAll.\n\n## -b\n\nBoth.\n"));

        Assert.Equal("Options", chunk.Heading);
        Assert.Equal("## -a\n\nAll.\n\n## -b\n\nBoth.", chunk.Text);
    }

    [Fact]
    public void A_large_section_keeps_its_own_heading_beside_small_ones()
    {
        var chunks = MarkdownChunker.Split($"# A\n\nShort.\n\n# B\n\n{LongParagraph}\n\n# C\n\nShort.");

        Assert.Equal(["A", "B", "C"], chunks.Select(chunk => chunk.Heading).Distinct());
    }

    [Fact]
    public void Headings_alone_are_text()
    {
        var chunk = Assert.Single(MarkdownChunker.Split("# One\n\n# Two\n"));

        Assert.Equal("", chunk.Heading);
        Assert.Equal("# One\n\n# Two", chunk.Text);
    }

    [Fact]
    public void A_heading_right_above_others_is_not_lost_when_they_join_what_is_above_it()
    {
        var chunk = Assert.Single(MarkdownChunker.Split("### Inner\n\n#### Small\n\nText.\n\n# Outer\n\nText.\n"));

        Assert.Equal(("", "### Inner\n\n#### Small\n\nText.\n\n# Outer\n\nText."), (chunk.Heading, chunk.Text));
    }

    [Fact]
    public void Long_text_is_cut_between_sentences_and_neighbours_overlap()
    {
        var chunks = MarkdownChunker.Split(LongParagraph);

        Assert.True(chunks.Count > 1);
        Assert.All(chunks, chunk => Assert.InRange(chunk.Tokens, 1, MarkdownChunker.MaxTokens));
        Assert.All(chunks, chunk => Assert.StartsWith("Sentence number", chunk.Text, StringComparison.Ordinal));
        Assert.All(chunks, chunk => Assert.EndsWith("says a little.", chunk.Text, StringComparison.Ordinal));
        foreach (var (left, right) in chunks.Zip(chunks.Skip(1)))
            Assert.Contains(right.Text[..100], left.Text);
    }

    [Fact]
    public void Code_that_fits_in_a_chunk_is_never_cut()
    {
        var code = "```sql\n" + string.Join('\n', Enumerable.Range(1, 60).Select(i => $"SELECT {i};\n")) + "\n```";

        var chunks = MarkdownChunker.Split($"# Code\n\n{LongParagraph}\n\n{code}\n\n{LongParagraph}");

        Assert.Contains(chunks, chunk => chunk.Text.Contains(code, StringComparison.Ordinal));
    }

    [Fact]
    public void Code_larger_than_a_chunk_is_cut_between_lines()
    {
        var lines = Enumerable.Range(1, 300).Select(i => $"INSERT INTO numbers VALUES ({i});").ToArray();

        var chunks = MarkdownChunker.Split($"```\n{string.Join('\n', lines)}\n```");

        Assert.True(chunks.Count > 1);
        Assert.All(chunks, chunk => Assert.InRange(chunk.Tokens, 1, MarkdownChunker.MaxTokens));
        Assert.All(lines, line => Assert.Contains(chunks, chunk => chunk.Text.Contains(line, StringComparison.Ordinal)));
    }

    [Fact]
    public void Table_rows_are_never_cut()
    {
        var rows = Enumerable.Range(1, 200).Select(i => $"| row {i} | what it means, at some length |").ToArray();

        var chunks = MarkdownChunker.Split(string.Join('\n', rows));

        Assert.All(chunks.SelectMany(chunk => chunk.Text.Split('\n')), line => Assert.Contains(line, rows));
    }

    [Fact]
    public void A_hash_in_code_is_no_heading()
    {
        var chunk = Assert.Single(MarkdownChunker.Split("# Shell\n\n```\n# a comment\nls\n```\n"));

        Assert.Equal("Shell", chunk.Heading);
        Assert.Contains("# a comment", chunk.Text);
    }

    [Fact]
    public void Text_without_blanks_is_cut_all_the_same_and_no_character_in_two()
    {
        var chunks = MarkdownChunker.Split(string.Concat(Enumerable.Repeat("漢字かな😀", 1000)));

        Assert.All(chunks, chunk => Assert.InRange(chunk.Tokens, 1, MarkdownChunker.MaxTokens));
        Assert.All(chunks, chunk => Assert.False(char.IsLowSurrogate(chunk.Text[0]) || char.IsHighSurrogate(chunk.Text[^1])));
    }
}
