using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Trawl.Api.Database;
using Trawl.Api.Tests.Http;
using Trawl.ServiceDefaults.Hosting;
using Trawl.ServiceDefaults.Messaging;
using Trawl.TestSupport;

namespace Trawl.Api.Tests.Starting;

public sealed class FirstStartTests
{
    [Fact]
    public async Task The_first_start_over_an_empty_database_has_nothing_to_complain_of()
    {
        using var log = new CollectedLog((level, _) => level >= LogLevel.Warning);
        var builder = WebApplication.CreateBuilder(["--urls", "http://127.0.0.1:0"]);
        builder.Configuration.AddInMemoryCollection(
            [new("ConnectionStrings:Database", await PostgresServer.CreateDatabaseAsync()), new("Auth:Mode", "development")]);
        builder.AddServiceDefaults("api");
        builder.Logging.ClearProviders();
        builder.Logging.AddProvider(log);
        builder.AddApi();
        builder.AddMessaging(allowInMemory: true);
        await using var app = builder.Build();
        app.UseServiceDefaults();
        app.MapApi();
        await app.StartAsync();
        using var http = new HttpClient { BaseAddress = RestHost.AddressOf(app) };
        await http.GetAsync("/health/ready");
        await app.Services.GetRequiredService<DatabaseReady>().WaitAsync(new CancellationTokenSource(TimeSpan.FromSeconds(60)).Token);

        var user = new RestClient(http, "alice");
        var job = (await user.PostAsync("/api/jobs", """{"url":"http://93.184.216.34/"}""")).Json.GetProperty("id").GetString();
        await user.GetAsync($"/api/jobs/{job}");
        await app.StopAsync();

        Assert.Empty(log.Faults);
    }
}
