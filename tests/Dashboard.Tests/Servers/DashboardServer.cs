using System.Runtime.CompilerServices;
using Trawl.Dashboard.Tests.Visits;
using Trawl.TestSupport;

namespace Trawl.Dashboard.Tests.Servers;

/// <summary>AllInOne as a process, which serves the dashboard, for all tests of a collection. One crawl runs at a time, so that others have to wait.</summary>
public class DashboardServer : IAsyncLifetime
{
    private AllInOneProcess _server = null!;

    /// <summary>Where everything is served.</summary>
    public Uri Address => Process.Address;

    /// <summary>To kill and to start again.</summary>
    public ServiceProcess Process => _server.Process;

    /// <summary>Whether everybody is who they say they are.</summary>
    public virtual bool BelievesNames => true;

    /// <summary>On top of what every server of these tests is told.</summary>
    protected virtual IEnumerable<(string Name, string Value)> Settings => [];

    public async Task InitializeAsync()
    {
        // Its database is one of the tests' own server: the process may be killed without waiting for its own.
        var settings = new Dictionary<string, string> { ["ConnectionStrings__Database"] = await PostgresServer.CreateDatabaseAsync(), ["Jobs__MaxRunning"] = "1" };
        foreach (var (name, value) in Settings)
            settings[name] = value;
        _server = new AllInOneProcess(settings);
        await Process.StartAsync();
    }

    /// <summary>Runs a test against it; what the pages looked like when it failed is kept.</summary>
    internal async Task VisitAsync(Func<Visit, Task> test, [CallerMemberName] string name = "")
    {
        await using var visit = new Visit(this, name);
        try
        {
            await test(visit);
            visit.AssertNoErrors();
        }
        catch
        {
            await visit.KeepEvidenceAsync();
            throw;
        }
    }

    public Task DisposeAsync() => _server.DisposeAsync().AsTask();
}
