using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Trawl.Api.Dashboard;
using Trawl.Api.Tests.Http;

namespace Trawl.Api.Tests.Dashboard;

/// <summary>How a file is sent, whatever it holds.</summary>
public sealed class SendingTests : IAsyncLifetime
{
    private const string Script = "console.log('fish');";
    private static readonly byte[] Picture = [137, 80, 78, 71];
    private WebApplication? _app;
    private RestClient? _client;

    private RestClient Client => _client!;

    public async Task InitializeAsync()
    {
        // Nobody listens on port 1: these files need no database.
        _app = await RestHost.StartUnreadyAsync("Host=127.0.0.1;Port=1;Database=trawl;Username=trawl;Timeout=1", builder => builder.Services.AddSingleton(Bundle()));
        _client = new RestClient(new HttpClient { BaseAddress = RestHost.AddressOf(_app) }, "");
    }

    public async Task DisposeAsync() => await _app!.DisposeAsync();

    [Theory]
    [InlineData("gzip, deflate, br", "br")]
    [InlineData("br;q=0.1, gzip;q=0.9", "gzip")]
    [InlineData("br;q=0, gzip", "gzip")]
    [InlineData("*", "br")]
    [InlineData("GZIP", "gzip")]
    [InlineData("deflate", null)]
    [InlineData("identity", null)]
    [InlineData("*;q=0", null)]
    [InlineData("nonsense;;q=x", null)]
    public async Task A_client_gets_what_it_can_read(string accepted, string? encoding)
    {
        using var http = new HttpClient { BaseAddress = Client.Address };
        using var request = new HttpRequestMessage(HttpMethod.Get, "/assets/app-1a2b.js");
        request.Headers.TryAddWithoutValidation("Accept-Encoding", accepted);
        using var answer = await http.SendAsync(request);
        var content = await answer.Content.ReadAsByteArrayAsync();
        Assert.Equal(encoding is null ? [] : new[] { encoding }, answer.Content.Headers.ContentEncoding);
        var unpacked = encoding switch
        {
            "br" => Unpack(content, stream => new BrotliStream(stream, CompressionMode.Decompress)),
            "gzip" => Unpack(content, stream => new GZipStream(stream, CompressionMode.Decompress)),
            _ => content,
        };
        Assert.Equal(Script, Encoding.UTF8.GetString(unpacked));
        Assert.Equal(["Accept-Encoding"], answer.Headers.Vary);
        Assert.Equal("text/javascript; charset=utf-8", answer.Content.Headers.ContentType?.ToString());
    }

    [Fact]
    public async Task What_has_not_changed_is_not_sent_again_in_the_same_encoding()
    {
        var brotli = ("Accept-Encoding", "br");
        var first = await Client.GetAsync("/", brotli);
        var tag = first.Headers.ETag!.ToString();
        var second = await Client.GetAsync("/search", brotli, ("If-None-Match", $"\"other\", {tag}"));
        Assert.Equal((HttpStatusCode.NotModified, "", tag), (second.Status, second.Text, second.Headers.ETag?.ToString()));
        Assert.Equal(HttpStatusCode.OK, (await Client.GetAsync("/", ("If-None-Match", tag))).Status);
    }

    [Fact]
    public async Task Head_answers_as_get_without_the_content()
    {
        var head = await Client.SendAsync(HttpMethod.Head, "/jobs/1");
        Assert.Equal((HttpStatusCode.OK, "", (long?)"<p>fish".Length), (head.Status, head.Text, head.ContentHeaders.ContentLength));
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await Client.PostAsync("/jobs/1")).Status);
    }

    [Fact]
    public async Task What_compresses_no_further_is_sent_as_it_is()
    {
        var answer = await Client.GetAsync("/fish.png", ("Accept-Encoding", "br"));
        Assert.Equal((4L, "image/png", 0), (answer.ContentHeaders.ContentLength, answer.ContentHeaders.ContentType?.MediaType, answer.Headers.Vary.Count));
        Assert.Equal("no-cache", answer.Headers.CacheControl?.ToString());
    }

    private static DashboardBundle Bundle() => DashboardBundle.Read(new MemoryStream(JsonSerializer.SerializeToUtf8Bytes(
        new[] { Packed("/index.html", "<p>fish"), Packed("/assets/app-1a2b.js", Script), new DashboardBundle.Entry("/fish.png", Picture, null, null) }, JsonSerializerOptions.Web)));

    private static DashboardBundle.Entry Packed(string path, string text) =>
        new(path, null, Pack(text, stream => new BrotliStream(stream, CompressionLevel.Fastest)), Pack(text, stream => new GZipStream(stream, CompressionLevel.Fastest)));

    private static byte[] Pack(string text, Func<Stream, Stream> wrap)
    {
        var packed = new MemoryStream();
        using (var stream = wrap(packed))
            stream.Write(Encoding.UTF8.GetBytes(text));
        return packed.ToArray();
    }

    private static byte[] Unpack(byte[] packed, Func<Stream, Stream> wrap)
    {
        using var whole = new MemoryStream();
        using var stream = wrap(new MemoryStream(packed));
        stream.CopyTo(whole);
        return whole.ToArray();
    }
}
