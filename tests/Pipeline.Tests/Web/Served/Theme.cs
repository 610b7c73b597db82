using Trawl.Pipeline.Tests.Web.Judged;

namespace Trawl.Pipeline.Tests.Web.Served;

/// <summary>One kind of trouble: a small site of it, the crawl to be made of it, and what must come out.</summary>
public abstract class Theme : IAsyncDisposable
{
    private readonly List<WebHost> _hosts = [];

    public string Name => GetType().Name;

    /// <summary>The host that the crawl begins at.</summary>
    public WebHost Main => _hosts[0];

    /// <summary>A host that links lead to. Unless the theme puts resources on it, nobody may ask it for anything.</summary>
    public WebHost Elsewhere => _hosts[1];

    public IReadOnlyList<WebHost> Hosts => _hosts;

    /// <summary>Every URL of it that a crawl should come to know.</summary>
    public IEnumerable<Resource> Met => Hosts.SelectMany(host => host.Resources).Where(resource => resource.IsMet);

    /// <summary>What URLs the crawl is given.</summary>
    public virtual IReadOnlyList<Uri> Roots => [Main.Address];

    /// <summary>How the job ends.</summary>
    public virtual string Ends => "completed";

    /// <summary>What the crawl's question is answered with; null where it must not ask any.</summary>
    public virtual string? Answer => null;

    /// <summary>Whether a crawl after the first should transfer nothing that has a validator.</summary>
    public virtual bool IsStill => true;

    /// <summary>Changes the crawl from what a user gets who gives nothing but URLs.</summary>
    public virtual void Ask(Dictionary<string, object> crawl)
    {
    }

    /// <summary>What the exact comparison leaves out: a URL of a family without end, of which only the number can be told.</summary>
    public virtual bool IsEndless(Uri url) => false;

    /// <summary>Judges what <see cref="IsEndless"/> left out, and whatever else is special.</summary>
    public virtual void Judge(Finding finding)
    {
    }

    /// <summary>Puts up the hosts.</summary>
    public async Task StartAsync()
    {
        _hosts.Add(await WebHost.StartAsync());
        _hosts.Add(await WebHost.StartAsync());
        Build();
    }

    public Dictionary<string, object> Crawl()
    {
        var crawl = new Dictionary<string, object> { ["type"] = "crawl", ["urls"] = Roots.Select(root => root.OriginalString).ToArray(), ["title"] = Name };
        Ask(crawl);
        return crawl;
    }

    protected abstract void Build();

    protected static string Links(params string[] targets) => WebHost.Links(targets);

    public async ValueTask DisposeAsync()
    {
        foreach (var host in _hosts)
            await host.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
