using Microsoft.AspNetCore.Http;
using Trawl.TestSupport;

namespace Trawl.Clients.Tests.Examples;

/// <summary>docs/site, of which one page is not there before the test lets it be: the crawl waits so long.</summary>
internal sealed class GatedSite : IAsyncDisposable
{
    private static readonly string Folder = Path.Combine(BuiltService.Repository, "docs", "site");
    private readonly TaskCompletionSource _gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TestSite _site;

    private GatedSite(TestSite site) => _site = site;

    public Uri Address => _site.Address;

    public static async Task<GatedSite> StartAsync()
    {
        var gated = new GatedSite(await TestSite.StartAsync());
        gated._site.Folder("/", Folder);
        gated._site.Respond("/", context => SendAsync(context, "index.html"));
        gated._site.Respond("/searching.html", async context =>
        {
            await gated._gate.Task.WaitAsync(context.RequestAborted);
            await SendAsync(context, "searching.html");
        });
        return gated;
    }

    public void Open() => _gate.TrySetResult();

    public ValueTask DisposeAsync()
    {
        Open();
        return _site.DisposeAsync();
    }

    private static Task SendAsync(HttpContext context, string file)
    {
        context.Response.ContentType = "text/html";
        return context.Response.SendFileAsync(Path.Combine(Folder, file));
    }
}
