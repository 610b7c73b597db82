using Microsoft.Playwright;
using Trawl.TestSupport.Live;

namespace Trawl.Dashboard.Tests.Servers;

/// <summary>The system's Chromium, one for the test process: started at the first use, gone with the process.</summary>
internal static class SystemBrowser
{
    private static readonly Lazy<Task<IBrowser>> Shared = new(() => Task.Run(LaunchAsync));

    /// <summary>A name for this machine that a browser does not take for it: no secure context, and a network that can be lost.</summary>
    public const string AnotherHost = "trawl.test";

    public static Task<IBrowser> SharedAsync() => Shared.Value;

    private static async Task<IBrowser> LaunchAsync()
    {
        Assertions.SetDefaultExpectTimeout(30_000);
        var playwright = await Playwright.CreateAsync();
        return await playwright.Chromium.LaunchAsync(new() { ExecutablePath = Chromium.Find(), Args = [.. Chromium.Arguments, $"--host-resolver-rules=MAP {AnotherHost} 127.0.0.1"] });
    }
}
