using Trawl.Dashboard.Tests.Servers;
using static Microsoft.Playwright.Assertions;

namespace Trawl.Dashboard.Tests;

[Collection(SharedServer.Name)]
public sealed class FrameTests(DashboardServer server)
{
    [Fact]
    public Task The_dashboard_opens_without_a_complaint() => server.VisitAsync(async visit =>
    {
        var page = await visit.OpenAsync("alice");
        await Expect(page.GetByRole(Microsoft.Playwright.AriaRole.Heading, new() { Level = 1, Name = "Jobs" })).ToBeVisibleAsync();
    });
}
