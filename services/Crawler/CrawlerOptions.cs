using Trawl.ServiceDefaults;
using Trawl.Web.Connecting;

namespace Trawl.Crawler;

/// <summary>Settings of the Crawler, section <c>Crawler</c>.</summary>
public sealed class CrawlerOptions : IValidatedOptions, IConnectRules
{
    /// <summary>Fetches under way at once in this process, over all batches: what it announces as its capacity. Defaults to 8 a processor.</summary>
    public int Slots { get; set; } = Environment.ProcessorCount * 8;

    /// <summary>Whether addresses that are not of the public internet may be spoken to. Only for sites of one's own. Defaults to false.</summary>
    public bool AllowPrivateNetworks { get; set; }

    /// <summary>
    /// What sites see, and the name before the slash is what robots.txt is read for. Operators of public crawls should add an
    /// address for complaints, as in <c>Trawl/1.0 (+https://example.com/bot)</c>. Defaults to Trawl and its version.
    /// </summary>
    public string UserAgent { get; set; } = $"Trawl/{ServiceInstance.Version}";

    /// <summary>For a connection to stand. Defaults to 10 s.</summary>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>From the request's start to the answer's headers. Defaults to 20 s.</summary>
    public TimeSpan HeadersTimeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>From the headers to the body's end. Defaults to 30 s.</summary>
    public TimeSpan BodyTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The longest a single fetch may take, whatever it does. Defaults to 45 s.</summary>
    public TimeSpan FetchTimeout { get; set; } = TimeSpan.FromSeconds(45);

    /// <summary>
    /// Largest body, after decompression, in bytes: a larger page is refused. Of a sitemap, so many bytes are read as they come, and up to
    /// 50 MiB once decompressed. Defaults to 10 MiB.
    /// </summary>
    public int MaxBodyBytes { get; set; } = 10 * 1024 * 1024;

    /// <summary>
    /// A batch starts no page after this; the rest goes back unfetched, so that a slow host cannot outlast its lease. The first page is tried
    /// all the same: where more time is wished between two requests, a batch is one page. Defaults to 20 s.
    /// </summary>
    public TimeSpan BatchTimeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>How long a robots.txt that was read is good for; at most 24 h. Defaults to 1 h.</summary>
    public TimeSpan RobotsLifetime { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How long a robots.txt that could not be read closes its host. Defaults to 30 s.</summary>
    public TimeSpan RobotsRetry { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The name that robots.txt knows this crawler by.</summary>
    public string ProductToken => UserAgent.Split('/', ' ')[0];

    /// <inheritdoc />
    public IEnumerable<string> Validate(string section)
    {
        if (Slots is < 1 or > 10_000)
            yield return $"{section}:Slots is {Slots}. Set it to a number from 1 to 10000.";
        if (MaxBodyBytes is < 1024 or > 1024 * 1024 * 1024)
            yield return $"{section}:MaxBodyBytes is {MaxBodyBytes}. Set it to a number from 1024 to 1073741824.";
        if (ProductToken.Length == 0 || UserAgent.Any(char.IsControl))
            yield return $"{section}:UserAgent is '{UserAgent}'. Set it to a name and a version, as in Trawl/1.0.";
        if (RobotsLifetime > TimeSpan.FromHours(24))
            yield return $"{section}:RobotsLifetime is {RobotsLifetime}. Set it to at most 24:00:00: robots.txt must not be kept for longer.";
        foreach (var (name, value) in Times())
        {
            if (value <= TimeSpan.Zero || value > TimeSpan.FromHours(24))
                yield return $"{section}:{name} is {value}. Set it to a time above zero and not above 24:00:00.";
        }
    }

    private IEnumerable<(string Name, TimeSpan Value)> Times() =>
    [
        (nameof(ConnectTimeout), ConnectTimeout), (nameof(HeadersTimeout), HeadersTimeout), (nameof(BodyTimeout), BodyTimeout),
        (nameof(FetchTimeout), FetchTimeout), (nameof(BatchTimeout), BatchTimeout), (nameof(RobotsLifetime), RobotsLifetime), (nameof(RobotsRetry), RobotsRetry),
    ];
}
