using System.Globalization;
using Microsoft.AspNetCore.Http;
using Trawl.Pipeline.Tests.Web.Served;

namespace Trawl.Pipeline.Tests.Web.Answers;

/// <summary>A host that asks for less: 429 with Retry-After, 503 with and without it. It gets what it asks for, and every page is had in the end.</summary>
public sealed class Throttled : Theme
{
    private const int Pages = 12;

    public override bool IsStill => false;

    protected override void Build()
    {
        var targets = Enumerable.Range(0, Pages).Select(page => "/p" + page.ToString(CultureInfo.InvariantCulture)).ToArray();
        Main.Page("/", Links(targets)).Stored();
        for (var page = 0; page < Pages; page++)
        {
            var target = targets[page];
            var (failures, status, wait) = (page % 4) switch { 0 => (1, 429, "1"), 1 => (0, 0, ""), 2 => (page == 2 ? 4 : 0, 503, ""), _ => (0, 0, "") };
            Main.Answer(target, (context, attempt) =>
            {
                if (attempt > failures)
                    return PageAsync(context, target);
                context.Response.StatusCode = status;
                if (wait.Length > 0)
                    context.Response.Headers.RetryAfter = wait;
                return Task.CompletedTask;
            }).Stored($"Heading of {target}").Asked(failures + 1);
        }
    }

    private static Task PageAsync(HttpContext context, string target)
    {
        context.Response.ContentType = "text/html";
        return context.Response.WriteAsync($"<title>{target}</title><h1>Heading of {target}</h1><p>Here it is.</p>");
    }
}
