using Microsoft.Playwright;
using Trawl.Dashboard.Tests.Servers;
using Trawl.Dashboard.Tests.Visits;
using Trawl.TestSupport.Callers;
using static Microsoft.Playwright.Assertions;

namespace Trawl.Dashboard.Tests.App;

/// <summary>Where callers are told apart for real.</summary>
public sealed class SignInTests(TokenServer tokens, KeyServer keys) : IClassFixture<TokenServer>, IClassFixture<KeyServer>
{
    [Fact]
    public Task A_token_is_asked_for_refused_and_taken() => tokens.VisitAsync(async visit =>
    {
        visit.Expect("401");
        using var rest = new Rest(tokens.Address, "Authorization", $"Bearer {TestTokens.For("alice")}");
        await rest.PostAsync("/api/jobs", new { type = "custom", title = "What alice does", total = 10 });
        var page = await visit.OpenAsync("nobody");
        await SignInAsync(page, "no.such.token");
        await Expect(page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        await SignInAsync(page, TestTokens.For("alice"));

        await Expect(page.JobRow("What alice does")).ToBeVisibleAsync();
        await Expect(page.Connection()).ToContainTextAsync("Live");
        await page.ReloadAsync();
        await Expect(page.JobRow("What alice does")).ToBeVisibleAsync();
    });

    [Fact]
    public Task A_key_is_asked_for_and_taken() => keys.VisitAsync(async visit =>
    {
        visit.Expect("401");
        using var rest = new Rest(keys.Address, "X-Api-Key", KeyServer.Key);
        await rest.PostAsync("/api/jobs", new { type = "custom", title = "What alice does", total = 10 });
        var page = await visit.OpenAsync("nobody");
        await SignInAsync(page, KeyServer.Key);

        await Expect(page.JobRow("What alice does")).ToBeVisibleAsync();
        await Expect(page.Connection()).ToContainTextAsync("Live");
    });

    private static async Task SignInAsync(IPage page, string shown)
    {
        var dialog = page.InDialog("Sign in");
        await dialog.GetByLabel("Token or API key").FillAsync(shown);
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
    }
}
