using Microsoft.AspNetCore.Http;
using Trawl.Pipeline.Tests.Web.Served;

namespace Trawl.Pipeline.Tests.Web.Answers;

/// <summary>Answers that never come, stop half-way, or take their time. A host of its own: it slows nobody else down.</summary>
public sealed class Hanging : Theme
{
    private const int Tries = 3;

    public override bool IsStill => false;

    protected override void Build()
    {
        Main.Page("/", Links("/hangs", "/stops", "/slow", "/quick")).Stored();
        Main.Answer("/hangs", (context, _) => ForeverAsync(context)).Failed("timeout", null).Asked(Tries);
        Main.Answer("/stops", async (context, _) =>
        {
            context.Response.ContentType = "text/html";
            await context.Response.WriteAsync("<h1>And then there was");
            await context.Response.Body.FlushAsync();
            await ForeverAsync(context);
        }).Failed("timeout", 200).Asked(Tries);
        Main.Answer("/slow", async (context, _) =>
        {
            await Task.Delay(TimeSpan.FromSeconds(2), context.RequestAborted);
            context.Response.ContentType = "text/html";
            await context.Response.WriteAsync("<title>Slow</title><h1>Good things take a while</h1>");
        }).Stored("Good things");
        Main.Page("/quick").Stored();
    }

    private static Task ForeverAsync(HttpContext context) => Task.Delay(Timeout.Infinite, context.RequestAborted);
}
