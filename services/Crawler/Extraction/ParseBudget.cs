using System.Diagnostics;

namespace Trawl.Crawler.Extraction;

/// <summary>
/// What the parsing of one page may cost. Tags that are opened and never closed make the parser look through all of them at each further
/// one, and copy them too: half a megabyte can take it minutes, and gigabytes. It offers no way to stop it, so its callbacks do,
/// by throwing: of each element, and of each error, since end tags that match nothing make no element.
/// </summary>
internal static class ParseBudget
{
    /// <summary>A hundred times what the largest page needs, and short enough for a batch full of such pages to keep its lease.</summary>
    public static readonly TimeSpan Time = TimeSpan.FromSeconds(5);

    // Real pages need 30 bytes a character, tables of empty cells 100. Harmless nesting can take much more before the JIT has
    // optimised the parser, so this only keeps the memory from filling up.
    private const long BytesPerChar = 250;
    private const long BytesAnyway = 512 * 1024 * 1024;

    // The clock is asked only at every 16th call.
    private const int ClockMask = 15;

    [ThreadStatic]
    private static long deadline;

    [ThreadStatic]
    private static long mostAllocated;

    [ThreadStatic]
    private static int calls;

    /// <summary>From here on this thread parses a page of so many characters.</summary>
    public static void Start(int chars, TimeSpan time)
    {
        deadline = Stopwatch.GetTimestamp() + (long)(time.TotalSeconds * Stopwatch.Frequency);
        mostAllocated = GC.GetAllocatedBytesForCurrentThread() + BytesAnyway + (chars * BytesPerChar);
    }

    /// <exception cref="TangledPageException">It is used up.</exception>
    public static void Check()
    {
        if (GC.GetAllocatedBytesForCurrentThread() > mostAllocated || ((++calls & ClockMask) == 0 && Stopwatch.GetTimestamp() > deadline))
            throw new TangledPageException();
    }
}
