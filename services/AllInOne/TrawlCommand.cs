using System.CommandLine;
using Trawl.AllInOne.Serve;
using Trawl.AllInOne.Terminal;

namespace Trawl.AllInOne;

/// <summary>The command line: nothing serves, <c>crawl</c>, <c>search</c> and <c>key</c> are for the terminal.</summary>
internal static class TrawlCommand
{
    public static RootCommand Create()
    {
        var urls = new Option<string?>("--urls") { Description = "Where to listen. Defaults to http://127.0.0.1:3001." };
        var data = new Option<string?>("--data") { Description = "The data directory. Defaults to the per-user data folder.", Recursive = true };
        var root = new RootCommand("Trawl crawls sites into a searchable knowledge base and lets frontends watch it live. Without a command it serves.")
        {
            urls,
            data,
            CrawlCommand.Create(data),
            SearchCommand.Create(data),
            KeyCommand.Create(),
        };
        root.SetAction((parsed, stop) => Terminating.WithASentenceAsync(() => ServeAsync(Settings(parsed.GetValue(data), parsed.GetValue(urls)), stop)));
        return root;
    }

    /// <summary>The command line's share of the configuration, above environment variables.</summary>
    public static Dictionary<string, string?> Settings(string? dataDirectory, string? urls = null)
    {
        var settings = new Dictionary<string, string?>(StringComparer.Ordinal);
        if (dataDirectory is not null)
            settings["Trawl:DataDirectory"] = dataDirectory;
        if (urls is not null)
            settings["urls"] = urls;
        return settings;
    }

    private static async Task<int> ServeAsync(Dictionary<string, string?> settings, CancellationToken stop)
    {
        await using var host = await AllInOneHost.StartAsync(settings, _ => { }, stop);
        await host.WaitForShutdownAsync();
        return 0;
    }
}
