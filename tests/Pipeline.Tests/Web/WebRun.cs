using Trawl.Pipeline.Tests.Web.Judged;
using Trawl.Pipeline.Tests.Web.Served;

namespace Trawl.Pipeline.Tests.Web;

/// <summary>The whole test web, put up and crawled at once on one deployment: many jobs over its crawlers, as in real life.</summary>
public abstract class WebRun : IAsyncLifetime
{
    private readonly Dictionary<string, ThemeRun> _themes = [];

    /// <summary>Short enough that what hangs is given up within a test, long enough for a machine that is busy.</summary>
    protected static IReadOnlyDictionary<string, string> Settings { get; } = new Dictionary<string, string>
    {
        ["Crawler__HeadersTimeout"] = "00:00:05",
        ["Crawler__BodyTimeout"] = "00:00:05",
        ["Crawler__RobotsRetry"] = "00:00:01",
        ["Crawler__Slots"] = "64",
        ["Jobs__MaxRunning"] = "64",
    };

    public abstract IDeployment Deployment { get; }

    /// <summary>Processes that crawl.</summary>
    public abstract int Crawlers { get; }

    public IEnumerable<ThemeRun> All => _themes.Values;

    public ThemeRun Of(string theme) => _themes[theme];

    public async Task InitializeAsync()
    {
        await StartDeploymentAsync();
        foreach (var theme in WebThemes.New())
        {
            await theme.StartAsync();
            _themes[theme.Name] = new ThemeRun(theme, Deployment, Crawlers);
        }

        await Task.WhenAll(_themes.Values.Select(run => run.SubmitAsync()));
    }

    protected abstract Task StartDeploymentAsync();

    protected abstract Task StopDeploymentAsync();

    public async Task DisposeAsync()
    {
        foreach (var run in _themes.Values)
            await run.DisposeAsync();
        await StopDeploymentAsync();
    }
}
