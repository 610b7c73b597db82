using System.Text.Json;
using Trawl.Pipeline.Tests.Web.Served;
using Trawl.TestSupport;

namespace Trawl.Pipeline.Tests.Web.Judged;

/// <summary>A theme on a deployment: its first crawl, and a second one of what has not changed. By a user of its own, whose channel it listens to.</summary>
public sealed class ThemeRun : IAsyncDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(4);

    private readonly Lazy<Task<Finding>> _first;
    private readonly Lazy<Task<Finding>> _second;
    private readonly IDeployment _deployment;
    private readonly int _crawlers;
    private readonly ApiClient _api;
    private readonly Watcher _watcher;
    private readonly string _user;
    private string _jobId = "";

    public ThemeRun(Theme theme, IDeployment deployment, int crawlers)
    {
        (Theme, _deployment, _crawlers) = (theme, deployment, crawlers);
        _user = theme.Name.ToLowerInvariant();
        _api = new ApiClient(deployment.Api, _user);
        _watcher = Watcher.StartOnUser(deployment.Notifier, _user);
        _first = new Lazy<Task<Finding>>(() => FindAsync(_jobId));
        _second = new Lazy<Task<Finding>>(SecondAsync);
    }

    public Theme Theme { get; }

    /// <summary>What the crawl of the fresh site came to.</summary>
    public Task<Finding> First => _first.Value;

    /// <summary>What a crawl after that came to, nothing having changed.</summary>
    public Task<Finding> Second => _second.Value;

    public async Task SubmitAsync()
    {
        // Before the first page, so that nothing said of it can be missed.
        await _watcher.SubscribedAsync(Deadline);
        _jobId = await _api.SubmitAsync(Theme.Crawl());
    }

    private async Task<Finding> SecondAsync()
    {
        await First;
        foreach (var host in Theme.Hosts)
            host.ForgetLog();
        return await FindAsync(await _api.SubmitAsync(Theme.Crawl()));
    }

    private async Task<Finding> FindAsync(string jobId)
    {
        if (Theme.Answer is { } answer)
            await _api.AnswerAsync(jobId, answer, Deadline);
        var job = await _api.EndOfAsync(jobId, Deadline);
        var pages = await _api.AllAsync($"/api/jobs/{jobId}/pages");
        var documents = new List<JsonElement>();
        foreach (var document in await _api.AllAsync($"/api/sources/{job.GetProperty("sourceId").GetString()}/documents"))
            documents.Add(await _api.GetAsync($"/api/documents/{document.GetProperty("id").GetString()}"));
        var requests = Theme.Hosts.SelectMany(host => host.Log.Select(request => new SeenRequest(host, request.Target, request.Conditional, request.Status)));
        // Commentary is not stored, and takes its own way here: the last of it may be on it still.
        await Eventually.TrueAsync(() => _watcher.ActivityOf(jobId).Any(e => e.GetProperty("type").GetString() == "task_completed"), Deadline);
        return new Finding(job, [.. pages.Select(FoundPage.Of)], documents, [.. requests], _watcher.ActivityOf(jobId), _crawlers);
    }

    public async ValueTask DisposeAsync()
    {
        await _watcher.DisposeAsync();
        _api.Dispose();
        await Theme.DisposeAsync();
    }
}
