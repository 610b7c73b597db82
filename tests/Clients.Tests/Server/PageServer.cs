using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Logging;
using Trawl.Clients.Tests.Programs;
using Trawl.TestSupport;

namespace Trawl.Clients.Tests.Server;

/// <summary>A frontend's web server: its page, the browser builds of the clients, and an ear for what the page saw.</summary>
public sealed class PageServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private PageServer(WebApplication app) => _app = app;

    /// <summary>Hears each thing that a page saw.</summary>
    public event Action<string>? Seen;

    public string Origin => _app.Urls.First();

    public static async Task<PageServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var server = new PageServer(builder.Build());
        Serve(server._app, "/pages", ClientProgram.Folder("Browser"));
        // Made here, so that the folder may be filled later.
        Serve(server._app, "/modules", Directory.CreateDirectory(Path.Combine(ClientProgram.Folder("node"), "node_modules")).FullName);
        Serve(server._app, "/client", Directory.CreateDirectory(Path.Combine(BuiltService.Repository, "clients", "typescript", "dist")).FullName);
        server._app.MapPost("/seen", server.HearAsync);
        await server._app.StartAsync();
        return server;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task HearAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        Seen?.Invoke(await reader.ReadToEndAsync());
    }

    private static void Serve(WebApplication app, string path, string folder) =>
        app.UseStaticFiles(new StaticFileOptions { RequestPath = path, FileProvider = new PhysicalFileProvider(folder) });
}
