using Microsoft.AspNetCore.Http;
using Trawl.Pipeline.Tests.Web.Served;

namespace Trawl.Pipeline.Tests.Web.Answers;

/// <summary>Answers that are no page: for good, and such as heal when one asks again.</summary>
public sealed class Failing : Theme
{
    // As often as a page is handed out before it counts as failed.
    private const int Tries = 3;

    public override bool IsStill => false;

    protected override void Build()
    {
        Main.Page("/", Links("/400", "/401", "/403", "/404", "/410", "/451", "/501", "/500", "/502", "/heals", "/heals-at-last", "/reset", "/cut", "/cut-for-good", "/gone-soft")).Stored();
        foreach (var status in (int[])[400, 401, 403, 404, 410, 451])
            Main.Status($"/{status}", status).Failed("http_client_error", status);
        Main.Status("/501", 501).Failed("http_server_error", 501);
        foreach (var status in (int[])[500, 502])
            Main.Status($"/{status}", status).Failed("http_server_error", status).Asked(Tries);
        Main.Answer("/heals", After(1, 500)).Stored("It has healed").Asked(2);
        Main.Answer("/heals-at-last", After(2, 502)).Stored("It has healed").Asked(Tries);
        // A client may ask once more by itself when a kept connection breaks before the answer.
        Main.Answer("/reset", (context, attempt) => attempt == 1 ? AbortAsync(context) : HealedAsync(context, "reset")).Stored("It has healed").Asked(1 + 1, Tries);
        Main.Answer("/cut", (context, attempt) => attempt == 1 ? CutAsync(context) : HealedAsync(context, "cut")).Stored("It has healed").Without("half of").Asked(1 + 1, Tries);
        Main.Answer("/cut-for-good", (context, _) => CutAsync(context)).Failed("connection_failed", null).Asked(Tries, 2 * Tries);
        // A page that only says that it is missing is a page: nobody but a reader can tell.
        Main.Page("/gone-soft", "<p>Sorry, this page does not exist.</p>").Stored();
    }

    private static Answer After(int failures, int status) => (context, attempt) =>
    {
        if (attempt > failures)
            return HealedAsync(context, $"heals after {failures}");
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    };

    private static Task HealedAsync(HttpContext context, string title)
    {
        context.Response.ContentType = "text/html";
        return context.Response.WriteAsync($"<title>{title}</title><h1>{title}</h1><p>It has healed.</p>");
    }

    private static Task AbortAsync(HttpContext context)
    {
        context.Abort();
        return Task.CompletedTask;
    }

    private static async Task CutAsync(HttpContext context)
    {
        context.Response.ContentType = "text/html";
        context.Response.ContentLength = 10_000;
        await context.Response.WriteAsync("<h1>Only half of it</h1>");
        await context.Response.Body.FlushAsync();
        context.Abort();
    }
}
