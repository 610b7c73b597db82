using Microsoft.AspNetCore.Http;
using Trawl.TestSupport;

namespace Trawl.Dashboard.Tests.Visits;

/// <summary>Holds pages of a site back until it is opened: a crawl is in the middle for as long as the test likes.</summary>
internal sealed class Gate
{
    private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Gate(TestSite site, IEnumerable<int> pages)
    {
        foreach (var n in pages)
        {
            site.Respond($"/page-{n}", async context =>
            {
                await _open.Task.WaitAsync(context.RequestAborted);
                context.Response.ContentType = "text/html";
                await context.Response.WriteAsync($"<!doctype html><title>Page {n}</title><h1>Page {n}</h1><p>It was held back, number {n}.</p>");
            });
        }
    }

    public void Open() => _open.TrySetResult();
}
