using Microsoft.Playwright;
using Trawl.Dashboard.FirstLoad;
using Trawl.Dashboard.Flood;
using Trawl.Measurement;
using Trawl.TestSupport.Live;

// dotnet run -c Release --project bench/Dashboard [-- --rate 5000 --seconds 20]
// Chromium and the server share the machine: a page that is kept busy by others shows it.
var arguments = new Arguments(args);
arguments.Only("rate", "seconds");
Console.WriteLine($"{DateTime.UtcNow:yyyy-MM-dd}, {Machine.Describe()}\n");
await using var server = await MeasuredAllInOne.StartAsync(new Dictionary<string, string> { ["Reports__PerSecond"] = "0", ["Rest__RequestsPerSecond"] = "0" });
using var playwright = await Playwright.CreateAsync();
await using var browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = Chromium.Find(), Args = Chromium.Arguments });
Console.WriteLine($"Chromium {browser.Version}\n");
await FirstLoads.MeasureAsync(browser, server.Api);
await FloodedPage.MeasureAsync(browser, server.Api, arguments.Count("rate", 5_000), TimeSpan.FromSeconds(arguments.Count("seconds", 20)));
