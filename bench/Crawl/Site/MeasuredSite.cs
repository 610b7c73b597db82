using System.Globalization;

namespace Trawl.Crawl.Site;

/// <summary>The site in a process of its own, so that what it costs is counted nowhere.</summary>
internal sealed class MeasuredSite : IAsyncDisposable
{
    private readonly OwnProcess _process;
    private readonly Queue<Uri> _unused;

    private MeasuredSite(OwnProcess process, int pages, IEnumerable<Uri> addresses) => (_process, Pages, _unused) = (process, pages, new Queue<Uri>(addresses));

    public int Pages { get; }

    public static async Task<MeasuredSite> StartAsync(int pages, int bytes, int ports)
    {
        var text = (int number) => number.ToString(CultureInfo.InvariantCulture);
        var process = OwnProcess.Start("site", "--pages", text(pages), "--bytes", text(bytes), "--ports", text(ports));
        return new MeasuredSite(process, pages, (await process.AnswerAsync("ready")).Split(' ').Select(address => new Uri(address)));
    }

    /// <summary>The first page, on a host where nobody has been before.</summary>
    public Uri Fresh() => new(_unused.Dequeue(), "/pages/0.html");

    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
