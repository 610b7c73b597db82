using System.Text.RegularExpressions;
using Trawl.ServiceDefaults.Messaging;
using Trawl.ServiceDefaults.Telemetry;

namespace Trawl.ServiceDefaults.Tests.Telemetry;

public sealed partial class MetricsTests : IAsyncLifetime
{
    private readonly string _unique = "trawl.test" + Guid.NewGuid().ToString("N")[..8];
    private TestHost _host = null!;

    public async Task InitializeAsync() => _host = await TestHost.StartAsync(configure: builder => builder.AddMessaging(allowInMemory: true));

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    [Trait("Seed", "S1.33")]
    public async Task Counters_levels_and_histograms_are_served_as_Prometheus_text()
    {
        TrawlTelemetry.Meter.CreateCounter<long>($"{_unique}.pages", "{page}", "Pages\nby \\ outcome.").Add(3, new KeyValuePair<string, object?>("out.come", "say \"no\"\n\\"));
        TrawlTelemetry.Meter.CreateUpDownCounter<long>($"{_unique}.open").Add(2);
        var duration = TrawlTelemetry.Meter.CreateHistogram<double>($"{_unique}.duration", "s");
        duration.Record(0.002);
        duration.Record(0.3);

        var lines = await ScrapeAsync();

        var name = _unique.Replace('.', '_');
        Assert.Contains($"# HELP {name}_pages_total Pages\\nby \\\\ outcome.", lines);
        Assert.Contains($"# TYPE {name}_pages_total counter", lines);
        Assert.Contains($"{name}_pages_total{{out_come=\"say \\\"no\\\"\\n\\\\\"}} 3", lines);
        Assert.Contains($"# TYPE {name}_open gauge", lines);
        Assert.Contains($"{name}_open 2", lines);
        Assert.Contains($"# TYPE {name}_duration_seconds histogram", lines);
        Assert.Contains($"{name}_duration_seconds_bucket{{le=\"0.001\"}} 0", lines);
        Assert.Contains($"{name}_duration_seconds_bucket{{le=\"0.0025\"}} 1", lines);
        Assert.Contains($"{name}_duration_seconds_bucket{{le=\"+Inf\"}} 2", lines);
        Assert.Contains($"{name}_duration_seconds_count 2", lines);
        Assert.Contains(lines, line => line.StartsWith($"{name}_duration_seconds_sum 0.30", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Every_line_is_well_formed_and_each_family_is_told_once()
    {
        await _host.Client.GetAsync("/health/live");

        var lines = await ScrapeAsync();

        Assert.All(lines, line => Assert.Matches(Line(), line));
        var types = lines.Where(line => line.StartsWith("# TYPE ", StringComparison.Ordinal)).Select(line => line.Split(' ')[2]).ToList();
        Assert.Equal(types.Distinct().Count(), types.Count);
        Assert.Contains("http_server_request_duration_seconds", types);
        Assert.Contains(types, type => type.StartsWith("dotnet_gc", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Its_content_type_is_that_of_the_format()
    {
        var response = await _host.Client.GetAsync("/metrics");

        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", response.Content.Headers.ContentType?.ToString());
    }

    private async Task<string[]> ScrapeAsync() => (await _host.Client.GetStringAsync("/metrics")).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    [GeneratedRegex("""^(# (HELP|TYPE) [a-zA-Z_][a-zA-Z0-9_]* .+|[a-zA-Z_][a-zA-Z0-9_]*(\{([a-zA-Z_][a-zA-Z0-9_]*="([^"\\]|\\.)*",?)+\})? (-?[0-9.]+(E[+-][0-9]+)?|NaN|[+-]Inf))$""")]
    private static partial Regex Line();
}
