using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Trawl.Dashboard.Tests.Servers;
using Trawl.Dashboard.Tests.Visits;
using static Microsoft.Playwright.Assertions;

namespace Trawl.Dashboard.Tests.Notifications;

[Collection(SharedServer.Name)]
public sealed class NotificationTests(DashboardServer server)
{
    [Fact]
    [Trait("Seed", "S1.17")]
    public Task A_notification_is_shown_wherever_one_is_listed_and_taken_away() => server.VisitAsync(async visit =>
    {
        using var rest = visit.Rest("alice");
        var page = await visit.OpenAsync("alice", "/sources");
        await Expect(page.Connection()).ToContainTextAsync("Live");
        await rest.PostAsync("/api/notifications", new { level = "warning", title = "The disk is nearly full", message = "Some 2 GB are left.", userId = visit.User("alice") });
        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "New notifications" })).ToContainTextAsync("The disk is nearly full");

        await page.Link("Notifications, 1 new").ClickAsync();
        await Expect(page.GetByText("Some 2 GB are left.")).ToBeVisibleAsync();
        await page.Button("Dismiss: The disk is nearly full").ClickAsync();
        await Expect(page.GetByText("Some 2 GB are left.")).ToHaveCountAsync(0);
        await Expect(page.Link("Notifications")).ToBeVisibleAsync();
    });

    [Fact]
    [Trait("Seed", "S1.13")]
    public Task What_was_told_while_the_page_was_closed_is_there_and_what_was_read_stays_read() => server.VisitAsync(async visit =>
    {
        using var rest = visit.Rest("alice");
        Task TellAsync(string title) => rest.PostAsync("/api/notifications", new { level = "info", title, message = $"{title}, it is said.", userId = visit.User("alice") });
        await TellAsync("The first");
        await TellAsync("The second");

        var page = await visit.OpenAsync("alice");
        await page.Link("Notifications, 2 new").ClickAsync();
        await Expect(page.Part("Newest first").GetByRole(AriaRole.Listitem)).ToHaveTextAsync([new Regex("The second"), new Regex("The first")]);
        await page.Button("Dismiss: The first").ClickAsync();
        await page.ReloadAsync();

        await Expect(page.Part("Newest first").GetByRole(AriaRole.Listitem)).ToHaveTextAsync([new Regex("The second")]);
        await Expect(page.Link("Notifications")).ToBeVisibleAsync();
        await page.Link("Jobs").ClickAsync();
        await Expect(page.Connection()).ToContainTextAsync("Live");
        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "New notifications" })).ToBeEmptyAsync();

        // It was read here, so it is in the other window as well; what is new is new in both.
        var other = await Visit.TabAsync(page.Context);
        await TellAsync("The third");
        await Expect(page.Link("Notifications, 1 new")).ToBeVisibleAsync();
        await other.Link("Notifications, 1 new").ClickAsync();
        await Expect(page.Link("Notifications")).ToBeVisibleAsync();
    });

    [Fact]
    public Task One_is_sent_to_oneself_and_to_nobody_else() => server.VisitAsync(async visit =>
    {
        var other = await visit.OpenAsync("bob", "/notifications");
        await Expect(other.Connection()).ToContainTextAsync("Live");
        var page = await visit.OpenAsync("alice", "/notifications");
        await page.Field("Title").FillAsync("Remember");
        await page.Field("Message").FillAsync("The milk.");
        await page.Button("Send").ClickAsync();
        await Expect(page.Part("Newest first")).ToContainTextAsync("The milk.");

        using var bob = visit.Rest("bob");
        await bob.PostAsync("/api/notifications", new { level = "info", title = "For bob", message = "His own.", userId = visit.User("bob") });
        await Expect(other.Part("Newest first")).ToContainTextAsync("His own.");
        await Expect(other.GetByText("The milk.")).ToHaveCountAsync(0);
    });
}
