using System.Diagnostics;
using System.Globalization;
using Trawl.Crawl.Site;
using Trawl.Measurement;

namespace Trawl.Crawl.Peers;

/// <summary><see cref="LoopCommand"/> in a process of its own.</summary>
internal sealed class BareLoop(int concurrency) : IAsyncDisposable
{
    private readonly OwnProcess _process = OwnProcess.Start("peer-loop", "--concurrency", concurrency.ToString(CultureInfo.InvariantCulture));
    private double _spent;

    /// <summary>The whole site. The first time, what the process spent since its start is counted with it.</summary>
    public async Task<Figures> CrawlAsync(MeasuredSite site)
    {
        var started = Stopwatch.GetTimestamp();
        await _process.TellAsync(site.Fresh().AbsoluteUri);
        var pages = int.Parse(await _process.AnswerAsync("done"), CultureInfo.InvariantCulture);
        var wall = Stopwatch.GetElapsedTime(started).TotalSeconds;
        var before = _spent;
        _spent = CpuTime.OfTree(_process.Id);
        return new Figures(pages, wall, _spent - before, CpuTime.PeakMiB(_process.Id));
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
