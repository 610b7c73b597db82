using System.Text.Json;
using Microsoft.Playwright;
using Trawl.Dashboard.Tests.Servers;
using Trawl.Dashboard.Tests.Visits;
using Trawl.TestSupport;
using static Microsoft.Playwright.Assertions;

namespace Trawl.Dashboard.Tests.Looks;

/// <summary>Every page in both themes, on a desk and on a phone: its picture, and what axe finds in it.</summary>
public sealed class LooksTests(DashboardServer server) : IClassFixture<DashboardServer>
{
    private static readonly (string Name, int Width, int Height)[] Screens = [("desk", 1280, 900), ("phone", 390, 844)];

    private static readonly string Axe = File.ReadAllText(Path.Combine(BuiltService.Repository, "clients", "node_modules", "axe-core", "axe.min.js"));

    /// <summary>Those that the documentation shows; they change when somebody means it: UPDATE_SCREENSHOTS=1.</summary>
    private static readonly string[] Committed = ["jobs-light-desk", "jobs-dark-desk", "job-running-light-desk", "job-running-dark-desk"];

    private static readonly bool IsUpdate = Environment.GetEnvironmentVariable("UPDATE_SCREENSHOTS") == "1";

    [Fact]
    public Task No_page_has_anything_serious_for_axe_in_either_theme_on_either_screen() => server.VisitAsync(async visit =>
    {
        var pages = await Scenery.BuildAsync(visit, "keeper");
        var found = new List<string>();
        foreach (var theme in new[] { ColorScheme.Light, ColorScheme.Dark })
        {
            foreach (var (screen, width, height) in Screens)
            {
                var page = await visit.OpenAsync(
                    "keeper", "/", new() { ColorScheme = theme, ViewportSize = new() { Width = width, Height = height }, ReducedMotion = ReducedMotion.Reduce });
                foreach (var (name, path) in pages)
                {
                    await page.GotoAsync(path);
                    await Expect(page.Title()).ToBeVisibleAsync();
                    await Expect(page.GetByText("Loading")).ToHaveCountAsync(0);
                    await Expect(page.Connection()).ToContainTextAsync("Live");
                    if (path.StartsWith("/jobs/", StringComparison.Ordinal))
                        await Expect(page.Locator(".feed-row").First).ToBeVisibleAsync();
                    await page.ScreenshotAsync(new() { Path = PlaceOf($"{name}-{theme.ToString().ToLowerInvariant()}-{screen}"), FullPage = true });
                    found.AddRange((await FaultsAsync(page)).Select(fault => $"{name}, {theme}, {screen}: {fault}"));
                    if (await page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth > innerWidth"))
                        found.Add($"{name}, {theme}, {screen}: wider than the screen");
                }
            }
        }

        Assert.Empty(found);
    });

    private static string PlaceOf(string picture) => IsUpdate && Committed.Contains(picture)
        ? Path.Combine(BuiltService.Repository, "docs", "screenshots", $"{picture}.png")
        : Path.Combine(Visit.Output, "screenshots", $"{picture}.png");

    private static async Task<IEnumerable<string>> FaultsAsync(IPage page)
    {
        await page.EvaluateAsync(Axe);
        var result = await page.EvaluateAsync<JsonElement>(
            """
            async () => {
              const { violations, passes } = await axe.run();
              return { passes: passes.length, serious: violations.filter(({ impact }) => impact === "serious" || impact === "critical") };
            }
            """);
        Assert.InRange(result.GetProperty("passes").GetInt32(), 10, int.MaxValue);
        return result.GetProperty("serious").EnumerateArray().Select(one => $"{one.GetProperty("id").GetString()}: {one.GetProperty("help").GetString()} at "
            + string.Join("; ", one.GetProperty("nodes").EnumerateArray().Select(node => node.GetProperty("target").ToString())));
    }
}
