using System.Diagnostics;

namespace Trawl.Crawler.Extraction;

/// <summary>
/// What the parsing of one page may cost. It takes a page of the size that is read at all a tenth of that; this is for the one
/// that nobody has thought of.
/// </summary>
internal sealed class ParseBudget
{
    /// <summary>Short enough for a batch full of such pages to keep its lease.</summary>
    public static readonly TimeSpan Time = TimeSpan.FromSeconds(5);

    // The clock is asked only at every 256th token.
    private const int ClockMask = 255;

    private long deadline;
    private int calls;

    public void Start(TimeSpan time)
    {
        deadline = Stopwatch.GetTimestamp() + (long)(time.TotalSeconds * Stopwatch.Frequency);
        calls = 0;
    }

    /// <exception cref="TangledPageException">It is used up.</exception>
    public void Check()
    {
        if ((++calls & ClockMask) == 0 && Stopwatch.GetTimestamp() > deadline)
            throw new TangledPageException();
    }
}
