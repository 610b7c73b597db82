using System.Text.Json;
using Microsoft.Playwright;
using Trawl.Clients.Tests.Examples;
using Trawl.Clients.Tests.Server;

namespace Trawl.Clients.Tests.Browser;

/// <summary>The client's tools for work, in Chromium and without a bundler: the package's modules as they are.</summary>
public sealed class WorkTests : IAsyncLifetime
{
    private PageServer _pages = null!;
    private IPlaywright _playwright = null!;
    private IBrowser _browser = null!;

    public async Task InitializeAsync()
    {
        await Shell.PrepareAsync(PrintedCommands.Under("Node.js")[..2]);
        _pages = await PageServer.StartAsync();
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = Chromium.Find(), Args = Chromium.Arguments });
    }

    public async Task DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
        await _pages.DisposeAsync();
    }

    [Fact]
    [Trait("Seed", "S0.14")]
    [Trait("Seed", "S0.26")]
    public async Task What_computes_does_so_in_a_worker_while_the_page_lives()
    {
        var seen = await RunAsync("blank.html", """
            let ticks = 0;
            const timer = setInterval(() => ticks++, 1);
            const sum = await work.runCpuIntensiveTask((ms) => {
              for (const until = performance.now() + ms; performance.now() < until; );
              return typeof document;
            }, { input: 300 });
            clearInterval(timer);
            return { sum, lived: ticks > 5 };
            """);
        Assert.Equal(("undefined", true), (seen.GetProperty("sum").GetString(), seen.GetProperty("lived").GetBoolean()));
    }

    [Fact]
    public async Task Where_a_policy_forbids_functions_it_says_so_and_a_module_does()
    {
        var seen = await RunAsync("strict.html", """
            const refused = await work.runCpuIntensiveTask(() => 1).catch((error) => error.message);
            const sum = await work.runCpuIntensiveTask(new URL("/pages/task.js", location.href), { input: [1, 2, 3] });
            return { refused, sum };
            """);
        Assert.Contains("name a module", seen.GetProperty("refused").GetString(), StringComparison.Ordinal);
        Assert.Equal(6, seen.GetProperty("sum").GetInt32());
    }

    [Fact]
    [Trait("Seed", "S0.9")]
    [Trait("Seed", "S0.32")]
    public async Task Items_that_compute_let_the_page_draw_in_between()
    {
        var seen = await RunAsync("blank.html", """
            let frames = 0;
            const count = () => { frames++; requestAnimationFrame(count); };
            requestAnimationFrame(count);
            const results = await work.processParallel(Array.from({ length: 40 }, (_, i) => i), (item) => {
              for (const until = performance.now() + 10; performance.now() < until; );
              return item;
            });
            return { frames, results: results.length };
            """);
        Assert.Equal(40, seen.GetProperty("results").GetInt32());
        Assert.True(seen.GetProperty("frames").GetInt32() > 5, $"Only {seen.GetProperty("frames")} frames.");
    }

    private async Task<JsonElement> RunAsync(string page, string script)
    {
        var tab = await _browser.NewPageAsync();
        await tab.GotoAsync($"{_pages.Origin}/pages/{page}");
        return await tab.EvaluateAsync<JsonElement>($"async () => {{ const work = await import('/client/index.js'); {script} }}");
    }
}
