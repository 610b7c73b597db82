using System.Net;
using System.Net.Http.Json;
using Trawl.TestSupport;

namespace Trawl.Clients.Tests.Server;

/// <summary>
/// AllInOne as a process, for all tests of a collection. One crawl runs at a time, so that a second one waits in the queue.
/// Its database is one of the tests' own server: the process may be killed and started again without waiting for its own.
/// </summary>
public sealed class LiveServer : IAsyncLifetime
{
    private AllInOneProcess _server = null!;

    /// <summary>Where everything is served.</summary>
    public Uri Address => _server.Process.Address;

    /// <summary>To kill, stop and start.</summary>
    public ServiceProcess Process => _server.Process;

    /// <summary>Serves pages to browsers, from the origin that the server lets in.</summary>
    public PageServer Pages { get; private set; } = null!;

    /// <summary>Writes what nothing can be asked for yet.</summary>
    public LogWriter Log { get; private set; } = null!;

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        Pages = await PageServer.StartAsync();
        var database = await PostgresServer.CreateDatabaseAsync();
        Log = new LogWriter(database);
        _server = new AllInOneProcess(new Dictionary<string, string>
        {
            ["ConnectionStrings__Database"] = database,
            ["FRONTEND_URL"] = Pages.Origin,
            ["Jobs__MaxRunning"] = "1",
            // On a busy machine a client may take long to begin: the job that waits for it has not stalled.
            ["Jobs__StalledAfter"] = "00:10:00",
        });
        await Process.StartAsync();
    }

    /// <summary>A job whose work is the test's.</summary>
    public Task<CustomJob> NewJobAsync(string user, int total = 10) => CustomJob.SubmitAsync(Address, user, total);

    /// <summary>Tells a user something.</summary>
    public async Task NotifyAsync(string userId, string level, string title, string message)
    {
        using var http = new HttpClient { BaseAddress = Address, DefaultRequestHeaders = { { "X-User-Id", userId } } };
        using var answer = await http.PostAsJsonAsync("/api/notifications", new { level, title, message, userId });
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
    }

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        await Pages.DisposeAsync();
    }
}
