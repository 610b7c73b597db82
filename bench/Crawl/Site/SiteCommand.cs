using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Trawl.Measurement;

namespace Trawl.Crawl.Site;

/// <summary><c>site --pages 3000 --bytes 34000 --ports 3</c>: serves the site on some free ports until it is killed, all pages made and compressed before.</summary>
internal static class SiteCommand
{
    public static async Task<int> RunAsync(Arguments arguments)
    {
        var count = arguments.Count("pages", 3000);
        var pages = new byte[count][];
        Parallel.For(0, count, i => pages[i] = Compress(new SitePage(i, count, arguments.Count("bytes", 34_000)).Html()));
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            for (var port = 0; port < arguments.Count("ports", 1); port++)
                kestrel.Listen(IPAddress.Loopback, 0);
        });
        var app = builder.Build();
        app.Run(context => AnswerAsync(context, pages));
        await app.StartAsync();
        Console.WriteLine("ready " + string.Join(' ', app.Urls));
        await app.WaitForShutdownAsync();
        return 0;
    }

    private static Task AnswerAsync(HttpContext context, byte[][] pages)
    {
        var response = context.Response;
        if (NumberOf(context.Request.Path.Value!) is not { } number || number >= pages.Length)
        {
            response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }

        response.Headers.ETag = $"\"{number.ToString(CultureInfo.InvariantCulture)}\"";
        if (context.Request.Headers.IfNoneMatch == response.Headers.ETag)
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        response.ContentType = "text/html; charset=utf-8";
        response.Headers.ContentEncoding = "gzip";
        response.ContentLength = pages[number].Length;
        return response.Body.WriteAsync(pages[number]).AsTask();
    }

    private static int? NumberOf(string path) =>
        path.StartsWith("/pages/", StringComparison.Ordinal) && path.EndsWith(".html", StringComparison.Ordinal)
        && int.TryParse(path.AsSpan(7..^5), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static byte[] Compress(string html)
    {
        using var buffer = new MemoryStream();
        using (var gzip = new GZipStream(buffer, CompressionLevel.Optimal))
            gzip.Write(Encoding.UTF8.GetBytes(html));
        return buffer.ToArray();
    }
}
