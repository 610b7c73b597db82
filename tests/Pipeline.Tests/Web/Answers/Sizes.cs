using System.Text;
using Microsoft.AspNetCore.Http;
using Trawl.Pipeline.Tests.Web.Judged;
using Trawl.Pipeline.Tests.Web.Served;

namespace Trawl.Pipeline.Tests.Web.Answers;

/// <summary>Pages of 20 MB: refused and said so, whether or not they announce their length. And one that is large and no more than that.</summary>
public sealed class Sizes : Theme
{
    private const int Chunk = 64 * 1024;
    private const int Chunks = 20 * 1024 * 1024 / Chunk;
    private static readonly byte[] Body = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("<p>More of the same. ", Chunk / 20)).PadRight(Chunk)[..Chunk]);
    private long _sent;

    public override bool IsStill => false;

    protected override void Build()
    {
        Main.Page("/", Links("/announced", "/unannounced", "/fits")).Stored();
        Main.Answer("/announced", (context, _) => SendAsync(context, announce: true)).Failed("too_large", 200);
        Main.Answer("/unannounced", (context, _) => SendAsync(context, announce: false)).Failed("too_large", 200);
        Main.Html("/fits", "<title>Fits</title><h1>Fits</h1><p>" + string.Concat(Enumerable.Range(0, 40_000).Select(word => $"word{word} ")) + "</p>").Stored("word39999");
    }

    public override void Judge(Finding finding) => Assert.True(_sent < 2L * Chunks * Chunk, $"Both were read to their end: {_sent} bytes.");

    private async Task SendAsync(HttpContext context, bool announce)
    {
        context.Response.ContentType = "text/html";
        if (announce)
            context.Response.ContentLength = (long)Chunks * Chunk;
        for (var i = 0; i < Chunks; i++)
        {
            // The stream takes on what nobody will get; the writer under it says when nobody listens any more.
            if ((await context.Response.BodyWriter.WriteAsync(Body, context.RequestAborted)).IsCompleted)
                return;
            Interlocked.Add(ref _sent, Chunk);
        }
    }
}
