using System.Text.Json;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Trawl.Api.Database;
using Trawl.Api.Tests.Http;
using Trawl.Api.Workers;
using Trawl.Contracts.Workers;
using Trawl.ServiceDefaults.Hosting;
using Trawl.ServiceDefaults.Messaging;

namespace Trawl.Api.Tests.Search;

/// <summary>The whole Api on a real port over a real database, with an embedder beside it that can be made to go.</summary>
public sealed class SearchHost : IAsyncLifetime
{
    private WebApplication? _app;

    internal Library Library => new(_app!.Services.GetRequiredService<NpgsqlDataSource>());

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateBuilder(["--urls", "http://127.0.0.1:0"]);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ConnectionStrings:Database"] = await MigratedDatabase.CreateAsync(),
            ["Auth:Mode"] = "development",
            ["Logging:LogLevel:Default"] = "Warning",
        });
        builder.AddServiceDefaults("api");
        builder.AddApi();
        builder.AddMessagingModule(bus => bus.AddConsumer<ToyEmbedder>());
        builder.AddMessaging(allowInMemory: true);
        builder.Services.Configure<MassTransitHostOptions>(options => options.WaitUntilStarted = true);
        _app = builder.Build();
        _app.UseServiceDefaults();
        _app.MapApi();
        await _app.StartAsync();
        await _app.Services.GetRequiredService<DatabaseReady>().WaitAsync(new CancellationTokenSource(TimeSpan.FromSeconds(60)).Token);
        await EmbedderComesAsync();
    }

    public async Task DisposeAsync()
    {
        await _app!.StopAsync();
        await _app.DisposeAsync();
    }

    public RestClient NewUser() => new(new HttpClient { BaseAddress = RestHost.AddressOf(_app!) }, $"user-{Guid.NewGuid():N}");

    public async Task EmbedderComesAsync()
    {
        await using var db = Library.Open();
        db.Add(new Worker
        {
            Id = "toy", Kind = WorkerKind.Embedder, Slots = 1, Version = "1", StartedAt = DateTimeOffset.UtcNow,
            LastSeen = DateTimeOffset.UtcNow.AddDays(1), Models = JsonDocument.Parse("[]"),
        });
        await db.SaveChangesAsync();
        _app!.Services.GetRequiredService<LiveWorkers>().Forget();
    }

    public async Task EmbedderGoesAsync()
    {
        await using var db = Library.Open();
        await db.Workers.ExecuteDeleteAsync();
        _app!.Services.GetRequiredService<LiveWorkers>().Forget();
    }
}
