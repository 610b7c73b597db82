namespace Trawl.TestSupport;

/// <summary>AllInOne as a user starts it, with a data directory of its own that goes with it.</summary>
public sealed class AllInOneProcess : IAsyncDisposable
{
    private readonly string _directory = PostgresTemplate.NewDirectory();

    /// <summary>To be started.</summary>
    /// <param name="settings">On top of the data directory and of leave to crawl loopback.</param>
    public AllInOneProcess(IReadOnlyDictionary<string, string>? settings = null)
    {
        DataDirectory = Path.Combine(_directory, "data");
        var environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Trawl__DataDirectory"] = DataDirectory,
            ["Crawler__AllowPrivateNetworks"] = "true",
        };
        foreach (var (name, value) in settings ?? new Dictionary<string, string>())
            environment[name] = value;
        Process = new ServiceProcess("AllInOne", environment);
    }

    /// <summary>Its cluster, its lock, its password.</summary>
    public string DataDirectory { get; }

    /// <summary>To kill, stop and start.</summary>
    public ServiceProcess Process { get; }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Process.StopAsync();
        await Process.DisposeAsync();
        // After a SIGKILL, the server is stopped by its keeper in its own time.
        await Eventually.TrueAsync(() => !File.Exists(Path.Combine(DataDirectory, "postgres", "postmaster.pid")), TimeSpan.FromMinutes(1));
        Directory.Delete(_directory, recursive: true);
    }
}
