using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Trawl.ServiceDefaults.Telemetry;

namespace Trawl.ServiceDefaults.Tests.Telemetry;

/// <summary>In one class, so that they run after each other: listening to traces is a matter of the whole process.</summary>
public sealed partial class OtlpTests
{
    [Fact]
    public async Task Nothing_listens_to_traces_when_they_go_nowhere()
    {
        await using var host = await TestHost.StartAsync();

        Assert.False(TrawlTelemetry.Source.HasListeners());
    }

    [Fact]
    public async Task Traces_metrics_and_logs_go_to_the_endpoint_that_is_set()
    {
        var received = new ConcurrentDictionary<string, string>();
        await using var collector = await CollectorAsync(received);
        await using (var host = await TestHost.StartAsync(
            app => app.MapGet("/orders/{id}", (int id, ILogger<OtlpTests> logger) =>
            {
                using var span = TrawlTelemetry.Source.StartActivity("look up");
                LogAsked(logger, id);
                return id;
            }),
            args: [$"--OTEL_EXPORTER_OTLP_ENDPOINT={collector.Urls.First()}", "--OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf"]))
        {
            Assert.True((await host.Client.GetAsync("/orders/7")).IsSuccessStatusCode);
        }

        // Disposing sends what was waiting. Strings stand in protobuf as they are.
        Assert.Contains("look up", received["/v1/traces"], StringComparison.Ordinal);
        Assert.Contains("/orders/{id}", received["/v1/traces"], StringComparison.Ordinal);
        Assert.Contains("trawl-test", received["/v1/traces"], StringComparison.Ordinal);
        Assert.Contains("http.server.request.duration", received["/v1/metrics"], StringComparison.Ordinal);
        Assert.Contains("was asked for", received["/v1/logs"], StringComparison.Ordinal);
    }

    [LoggerMessage(1, LogLevel.Warning, "order {Id} was asked for")]
    private static partial void LogAsked(ILogger logger, int id);

    private static async Task<WebApplication> CollectorAsync(ConcurrentDictionary<string, string> received)
    {
        var app = WebApplication.CreateSlimBuilder(["--urls=http://127.0.0.1:0", "--Logging:LogLevel:Default=Warning"]).Build();
        app.MapPost("/{**path}", async (HttpRequest request) =>
        {
            using var body = new MemoryStream();
            await request.Body.CopyToAsync(body);
            received.AddOrUpdate(request.Path, _ => Encoding.Latin1.GetString(body.ToArray()), (_, before) => before + Encoding.Latin1.GetString(body.ToArray()));
        });
        await app.StartAsync();
        return app;
    }
}
