using System.Text;
using Microsoft.AspNetCore.Http;
using Trawl.Contracts.Crawling;
using Trawl.Crawler.Fetching;
using Trawl.Crawler.Tests.Sites;

namespace Trawl.Crawler.Tests.Fetching;

public sealed class CompressionTests
{
    private static readonly string Text = string.Concat(Enumerable.Repeat("All work and no play makes Jack a dull boy. ", 2000));

    [Theory]
    [InlineData("gzip", "gzip")]
    [InlineData("gzip", "x-gzip")]
    [InlineData("gzip", "GZIP")]
    [InlineData("br", "br")]
    [InlineData("deflate", "deflate")]
    [InlineData("raw", "deflate")]
    [InlineData("gzip,br", "gzip, br")]
    [InlineData("deflate,gzip,gzip", "deflate,gzip , gzip")]
    public async Task Compressed_pages_are_read_and_counted_as_they_came(string applied, string header)
    {
        var bytes = Compressed.Of(applied, Text);
        await using var site = await Answering(bytes, header);
        using var fetcher = Fetchers.Create();
        using var page = Assert.IsType<FetchedPage>(await fetcher.GetAsync(site.Url));
        Assert.Equal(Text, Encoding.UTF8.GetString(page.Body.Bytes.Span));
        Assert.Equal(bytes.Length, page.Body.Received);
        Assert.Equal("gzip, br, deflate", Assert.Single(site.Requests).Headers["Accept-Encoding"]);
    }

    [Theory]
    [InlineData("identity")]
    [InlineData("none")]
    [InlineData("utf-8")]
    [InlineData("")]
    public async Task What_people_write_into_the_header_for_nothing_is_nothing(string header)
    {
        await using var site = await Answering(Encoding.UTF8.GetBytes(Text), header);
        using var fetcher = Fetchers.Create();
        using var page = Assert.IsType<FetchedPage>(await fetcher.GetAsync(site.Url));
        Assert.Equal(Text, Encoding.UTF8.GetString(page.Body.Bytes.Span));
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("deflate")]
    [InlineData("zstd")]
    [InlineData("compress")]
    [InlineData("gzip, gzip, gzip, gzip, gzip")]
    public async Task Garbage_that_calls_itself_compressed_is_unreadable(string header)
    {
        await using var site = await Answering(Encoding.UTF8.GetBytes("<html>not compressed at all, whatever the header says</html>"), header);
        using var fetcher = Fetchers.Create();
        var failure = Assert.IsType<FetchFailure>(await fetcher.GetAsync(site.Url));
        Assert.Equal((PageFailureReason.Unreadable, false), (failure.Reason, failure.Retryable));
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    [InlineData("br")]
    public async Task Compressed_text_that_ends_in_the_middle_is_no_page(string encoding)
    {
        var bytes = Compressed.Of(encoding, string.Concat(Enumerable.Range(0, 20_000)));
        await using var site = await Answering(bytes[..(bytes.Length / 2)], encoding);
        using var fetcher = Fetchers.Create();
        Assert.Equal(PageFailureReason.Unreadable, Assert.IsType<FetchFailure>(await fetcher.GetAsync(site.Url)).Reason);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("raw")]
    [InlineData("gzip,gzip")]
    public async Task A_bomb_is_too_large_however_small_it_comes(string applied)
    {
        var bomb = Compressed.Of(applied, new byte[100_000_000]);
        Assert.True(bomb.Length < 1_000_000);
        await using var site = await Answering(bomb, applied == "raw" ? "deflate" : applied);
        using var fetcher = Fetchers.Create();
        Assert.Equal(PageFailureReason.TooLarge, Assert.IsType<FetchFailure>(await fetcher.GetAsync(site.Url)).Reason);
    }

    [Fact]
    public async Task No_more_is_unpacked_than_shows_that_it_is_too_much()
    {
        var endless = new Endless();
        using var wire = new CountingStream(endless);
        Assert.Null(await PageBody.ReadAsync(wire, wire, expected: long.MaxValue / 8, limit: 1_000_000, cut: false, CancellationToken.None));
        Assert.InRange(endless.Given, 1_000_001, 2_200_000);
    }

    [Theory]
    [InlineData(1024, false)]
    [InlineData(1025, true)]
    public async Task The_smallest_limit_is_a_limit_too(int size, bool tooLarge)
    {
        await using var site = await Answering(Encoding.UTF8.GetBytes(new string('a', size)), "");
        using var fetcher = Fetchers.Create(options => options.MaxBodyBytes = 1024);
        var outcome = await fetcher.GetAsync(site.Url);
        Assert.Equal(tooLarge, outcome is FetchFailure { Reason: PageFailureReason.TooLarge });
        (outcome as FetchedPage)?.Dispose();
    }

    private static Task<Site> Answering(byte[] body, string encoding) => Site.StartAsync(async context =>
    {
        context.Response.ContentType = "text/html";
        context.Response.Headers.ContentEncoding = encoding;
        await context.Response.Body.WriteAsync(body, context.RequestAborted);
    });

    private sealed class Endless : ReadOnlyStream
    {
        public long Given { get; private set; }

        public override int Read(Span<byte> buffer)
        {
            buffer.Clear();
            Given += buffer.Length;
            return buffer.Length;
        }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            ValueTask.FromResult(Read(buffer.Span));
    }
}
