using Trawl.AllInOne.Data;
using Trawl.AllInOne.Serve;

namespace Trawl.AllInOne.Terminal;

/// <summary>A Trawl to talk to: the one that already has the data directory, else one in this process for as long as the command takes.</summary>
internal sealed class Session : IAsyncDisposable
{
    private readonly AllInOneHost? _own;

    private Session(Uri address, AllInOneHost? own)
    {
        Api = new TrawlApi(address);
        _own = own;
    }

    public TrawlApi Api { get; }

    public static async Task<Session> OpenAsync(Dictionary<string, string?> settings)
    {
        var configuration = new ConfigurationBuilder().AddEnvironmentVariables().AddInMemoryCollection(settings).Build();
        var directory = DataDirectory.Locate(configuration);
        if (DataDirectory.IsTaken(directory) && Instance.Read(directory) is { } instance)
            return new Session(new Uri(instance.Url), own: null);

        settings["urls"] = "http://127.0.0.1:0";
        var host = await AllInOneHost.StartAsync(settings, Quietly, CancellationToken.None);
        var session = new Session(host.Address, host);
        await session.Api.ReadyAsync();
        return session;
    }

    // The screen is the command's; what goes wrong comes back in the answers.
    private static void Quietly(WebApplicationBuilder builder)
    {
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<IHostLifetime, CommandLifetime>();
    }

    public async ValueTask DisposeAsync()
    {
        Api.Dispose();
        if (_own is not null)
            await _own.DisposeAsync();
    }

    /// <summary>The command ends the host, not Ctrl+C: what is being crawled is cancelled first.</summary>
    private sealed class CommandLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
