using System.Net;
using Trawl.ServiceDefaults.Hosting;
using Trawl.ServiceDefaults.Tests.Callers;
using Trawl.TestSupport.Callers;

namespace Trawl.ServiceDefaults.Tests.RateLimits;

public sealed class RateLimitTests
{
    private static readonly (string, string)[] Few = [("Rest:RequestsPerSecond", "1"), ("Rest:Burst", "3")];

    [Fact]
    public async Task Beyond_its_burst_a_caller_is_told_when_to_come_back_and_others_are_served()
    {
        await using var host = await CallerHost.StartAsync([.. TestTokens.Settings, .. Few]);
        var (alice, bob) = (TestTokens.For("alice"), TestTokens.For("bob"));
        for (var i = 0; i < 3; i++)
            Assert.Equal("alice", (await host.WithTokenAsync(alice)).UserId);

        var refused = await host.WithTokenAsync(TestTokens.For("alice", admin: true)); // the same caller by another token
        Assert.Equal((HttpStatusCode.TooManyRequests, "rate_limited"), (refused.Status, refused.Code));
        Assert.InRange(refused.RetryAfter!.Value.TotalSeconds, 1, 3);
        Assert.Equal("bob", (await host.WithTokenAsync(bob)).UserId);
    }

    [Fact]
    public async Task Who_tries_tokens_is_counted_by_address_and_takes_nothing_from_callers()
    {
        await using var host = await CallerHost.StartAsync([.. TestTokens.Settings, .. Few]);
        for (var i = 0; i < 3; i++)
            Assert.Equal("invalid_token", (await host.WithTokenAsync($"a.b.{i}")).Code);

        Assert.Equal("rate_limited", (await host.WithTokenAsync("a.b.c")).Code);
        Assert.Equal("rate_limited", (await host.GetAsync("/me")).Code);
        Assert.Equal("alice", (await host.WithTokenAsync(TestTokens.For("alice"))).UserId);
    }

    [Fact]
    public async Task Where_callers_are_believed_their_names_are_counted()
    {
        await using var host = await CallerHost.StartAsync(Few);
        for (var i = 0; i < 3; i++)
            await host.GetAsync("/me", ("X-User-Id", "alice"));

        Assert.Equal("rate_limited", (await host.GetAsync("/me", ("X-User-Id", "alice"))).Code);
    }

    [Fact]
    public async Task Health_metrics_and_sockets_are_not_counted_and_reports_are()
    {
        await using var host = await CallerHost.StartAsync([.. TestTokens.Settings, .. Few]);
        for (var i = 0; i < 3; i++)
            Assert.Equal("", (await host.WithTokenAsync("own", "/report")).UserId);
        Assert.Equal("rate_limited", (await host.WithTokenAsync("own", "/report")).Code);

        for (var i = 0; i < 10; i++)
        {
            Assert.Equal(HttpStatusCode.OK, (await host.GetAsync("/health/live")).Status);
            Assert.Equal("alice", (await host.GetAsync($"/socket?access_token={TestTokens.For("alice")}")).UserId);
        }
    }

    [Fact]
    public async Task Nought_is_unlimited()
    {
        await using var host = await CallerHost.StartAsync(("Rest:RequestsPerSecond", "0"), ("Rest:Burst", "1"));
        for (var i = 0; i < 20; i++)
            Assert.Equal(HttpStatusCode.OK, (await host.GetAsync("/me")).Status);
    }

    [Theory]
    [InlineData("Rest:Burst must be at least 1", "Rest:Burst=0")]
    [InlineData("Rest:Burst must be at least 1", "Rest:RequestsPerSecond=1000", "Rest:Burst=10")]
    [InlineData("Rest:RequestsPerSecond must be between", "Rest:RequestsPerSecond=-1")]
    public async Task A_limit_that_cannot_be_is_said_plainly(string expected, params string[] settings)
    {
        var fault = await Assert.ThrowsAnyAsync<Exception>(() => TestHost.StartAsync(args: [.. settings.Select(setting => $"--{setting}")]));
        Assert.StartsWith(expected, OnlyLine(fault), StringComparison.Ordinal);
    }

    private static string OnlyLine(Exception fault) => Assert.Single(StartupFault.Lines(fault));
}
