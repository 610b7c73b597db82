using Trawl.AllInOne.Data;
using Trawl.Api;
using Trawl.Api.Jobs;
using Trawl.Crawler;
using Trawl.Embedder;
using Trawl.Notifier;
using Trawl.ServiceDefaults.Hosting;
using Trawl.ServiceDefaults.Messaging;

namespace Trawl.AllInOne.Serve;

/// <summary>The four services in one process on one port, and the database they need. Ended in the opposite order it was started in.</summary>
internal sealed class AllInOneHost : IAsyncDisposable
{
    private readonly DataDirectory? _directory;
    private readonly PrivateDatabase? _database;
    private readonly Func<WebApplication> _compose;
    private WebApplication _app;

    private AllInOneHost(WebApplication app, DataDirectory? directory, PrivateDatabase? database, Func<WebApplication> compose)
    {
        _app = app;
        _directory = directory;
        _database = database;
        _compose = compose;
        Announce();
    }

    /// <summary>Where it serves; a loopback address when it listens on several.</summary>
    public Uri Address => new(_app.Urls.OrderBy(url => url.StartsWith("http://127.0.0.1", StringComparison.Ordinal) ? 0 : 1).First()
        .Replace("://+", "://127.0.0.1", StringComparison.Ordinal).Replace("://*", "://127.0.0.1", StringComparison.Ordinal)
        .Replace("://0.0.0.0", "://127.0.0.1", StringComparison.Ordinal).Replace("://[::]", "://127.0.0.1", StringComparison.Ordinal));

    public static async Task<AllInOneHost> StartAsync(
        IReadOnlyDictionary<string, string?> settings, Action<WebApplicationBuilder> configure, CancellationToken cancellationToken)
    {
        var builder = Builder(settings);
        DataDirectory? directory = null;
        PrivateDatabase? database = null;
        WebApplication? app = null;
        try
        {
            if (string.IsNullOrWhiteSpace(builder.Configuration.GetConnectionString("Database")))
            {
                directory = DataDirectory.Take(DataDirectory.Locate(builder.Configuration));
                Instance.Forget(directory.Root);
                builder.EnsureAddressesAreFree();
                database = await PrivateDatabase.StartAsync(directory, cancellationToken);
            }

            app = Compose(builder, configure, database);
            await app.StartAsync(cancellationToken);
            return new AllInOneHost(app, directory, database, () => Compose(Builder(settings), configure, database));
        }
        catch
        {
            await EndAsync(app, database, directory);
            throw;
        }
    }

    /// <summary>Returns when the process was told to end. Until then, a bus that did not survive an outage of its broker is replaced with all around it.</summary>
    public async Task WaitForShutdownAsync()
    {
        while (await ServiceHost.EndsStuckAsync(_app))
        {
            _app = _compose();
            await _app.StartAsync();
            Announce();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_directory is not null)
            Instance.Forget(_directory.Root);
        await _app.StopAsync();
        await EndAsync(_app, _database, _directory);
    }

    private void Announce()
    {
        if (_directory is not null)
            new Instance(Address.GetLeftPart(UriPartial.Authority), Environment.ProcessId).Write(_directory.Root);
    }

    private static WebApplicationBuilder Builder(IReadOnlyDictionary<string, string?> settings)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Configuration.AddInMemoryCollection(settings);
        builder.AddServiceDefaults("allinone", ServiceKind.Standalone);
        return builder;
    }

    private static WebApplication Compose(WebApplicationBuilder builder, Action<WebApplicationBuilder> configure, PrivateDatabase? database)
    {
        if (database is not null)
            builder.Configuration["ConnectionStrings:Database"] = database.ConnectionString;
        configure(builder);
        // In memory, a lease is held by nobody once the process is gone: they are given back before anything is dispatched.
        if (string.IsNullOrWhiteSpace(builder.Configuration.GetConnectionString("Broker")))
            builder.Services.Configure<JobsOptions>(jobs => jobs.ReleaseLeasesAtStart = true);
        builder.AddApi();
        builder.AddCrawler();
        builder.AddEmbedder();
        builder.AddNotifier();
        builder.AddMessaging(allowInMemory: true);
        var app = builder.Build();
        app.UseServiceDefaults();
        app.MapApi();
        app.MapNotifier();
        return app;
    }

    private static async ValueTask EndAsync(WebApplication? app, PrivateDatabase? database, DataDirectory? directory)
    {
        if (app is not null)
            await app.DisposeAsync();
        if (database is not null)
            await database.DisposeAsync();
        directory?.Dispose();
    }
}
