using Microsoft.Playwright;
using Trawl.Dashboard.Tests.Servers;
using Trawl.Dashboard.Tests.Visits;
using static Microsoft.Playwright.Assertions;

namespace Trawl.Dashboard.Tests.Jobs;

/// <summary>Without a pointer.</summary>
[Collection(SharedServer.Name)]
public sealed class KeyboardTests(DashboardServer server)
{
    [Fact]
    public Task A_crawl_is_submitted_and_cancelled_by_keyboard_alone() => server.VisitAsync(async visit =>
    {
        var site = await visit.SiteAsync(pages: 10);
        var gate = visit.Gate(site, Enumerable.Range(3, 8));
        var page = await visit.OpenAsync("alice");
        await Expect(page.Title()).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Tab");
        await Expect(page.Link("Skip to the content")).ToBeFocusedAsync();

        await TabToAsync(page, page.Field("Address"));
        await page.Keyboard.TypeAsync(site.Address.ToString());
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Status()).ToHaveTextAsync("Running");
        await Expect(page.Title()).ToBeFocusedAsync();

        await TabToAsync(page, page.Button("Cancel job"));
        await page.Keyboard.PressAsync("Enter");
        var confirm = page.InDialog("Cancel this job?").GetByText("Cancel job", new() { Exact = true });
        await TabToAsync(page, confirm);
        await page.Keyboard.PressAsync("Enter");
        gate.Open();

        await Expect(page.Status()).ToHaveTextAsync("Cancelled");
    });

    private static async Task TabToAsync(IPage page, ILocator control)
    {
        await Expect(control).ToBeVisibleAsync();
        for (var i = 0; i < 60; i++)
        {
            await page.Keyboard.PressAsync("Tab");
            if (await control.EvaluateAsync<bool>("element => element === document.activeElement"))
                return;
        }

        Assert.Fail($"The keyboard does not get to {control}.");
    }
}
