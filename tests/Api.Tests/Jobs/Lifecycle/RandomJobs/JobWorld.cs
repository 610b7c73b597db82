using System.Collections.Concurrent;
using MassTransit;
using Npgsql;
using Trawl.Api.Tests.Engine;

namespace Trawl.Api.Tests.Jobs.Lifecycle.RandomJobs;

/// <summary>An Api over one database that is killed now and then, with workers that lose, repeat, reorder and keep back what they have to say.</summary>
internal sealed class JobWorld(Random random) : IAsyncDisposable
{
    private const int Pages = 12;
    private readonly TestWeb _web = new();
    private readonly ConcurrentQueue<object> _keptBack = new();
    private volatile bool _honest;
    private EngineHost? _host;

    public EngineHost Host => _host!;

    public static string Root(int site) => $"http://site{site}.test/";

    public async Task StartAsync()
    {
        for (var site = 0; site < 3; site++)
            Fill(site);
        _host = await NewHostAsync(await MigratedDatabase.CreateAsync());
    }

    /// <summary>What was under way is rolled back in the middle, and whatever workers had of it is lost with them; the next process has only the database.</summary>
    public async Task CrashAsync()
    {
        var database = Host.Database;
        await using (var connection = new NpgsqlConnection(database + ";Pooling=false"))
        {
            await connection.OpenAsync();
            await using var kill = new NpgsqlCommand("select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()", connection);
            await kill.ExecuteNonQueryAsync();
        }

        await Host.DisposeAsync();
        NpgsqlConnection.ClearPool(new NpgsqlConnection(database));
        _host = await NewHostAsync(database);
    }

    /// <summary>A message from some time ago: of a batch that is over, of a job that has ended or begun again.</summary>
    public async Task SayLateAsync()
    {
        if (_keptBack.TryDequeue(out var message))
            await Host.Get<IBus>().Publish(message);
    }

    /// <summary>From now on workers do as they should.</summary>
    public void Settle() => _honest = true;

    public async ValueTask DisposeAsync()
    {
        if (_host is not null)
            await _host.DisposeAsync();
    }

    private async Task<EngineHost> NewHostAsync(string database)
    {
        var workers = new SimulatedWorkers { Crawl = batch => Say(_web.Crawl(batch)), Embed = batch => Say([SimulatedWorkers.Embedded(batch)]) };
        var host = await EngineHost.StartAsync(
            workers, database, ("Jobs:LeaseDuration", "00:00:00.4"), ("Jobs:MaxAttempts", "1000"), ("Jobs:WorkerTimeout", "01:00:00"), ("Jobs:MaxRunning", "3"),
            ("Jobs:StalledAfter", "00:00:00.5"), ("Logging:Console:LogLevel:Default", "None"));
        await host.AwakenAsync();
        return host;
    }

    private List<object> Say(IEnumerable<object> answers)
    {
        var all = answers.ToList();
        if (_honest)
            return all;
        lock (random)
        {
            // Some is said twice: now, and when nobody expects it any more.
            foreach (var answer in all.Where(_ => random.Next(3) == 0))
                _keptBack.Enqueue(answer);
            if (random.Next(6) == 0)
                return [];
        }

        return Chaos.Of(random, all);
    }

    private void Fill(int site)
    {
        var root = Root(site);
        string Url() => $"{root}{random.Next(Pages)}";
        _web[root] = new($"root {site}", Url(), Url(), Url()) { Forbidden = site == 1 };
        for (var i = 0; i < Pages; i++)
            _web[$"{root}{i}"] = new($"page {site} {i}", Url(), Url()) { Status = random.Next(4) == 0 ? 500 : 200 };
    }
}
