using System.Text;

namespace Trawl.Work.CustomJobs;

/// <summary>What waits to be reported: activity in its order, the oldest given up when there is too much of it, and of the counts the newest.</summary>
internal sealed class ReportBuffer(int capacity, int? announcedTotal)
{
    /// <summary>The server's limits.</summary>
    private const int MostInOne = 1000;
    private const int MaxName = 200;
    private const int MaxItem = 2048;

    private readonly Lock gate = new();
    private readonly Queue<object> activity = new();
    private readonly TaskTally tally = new(announcedTotal);
    private bool counted;

    /// <summary>Activity that was given up.</summary>
    public long Dropped { get; private set; }

    public void Add(string type, object data)
    {
        lock (gate)
        {
            activity.Enqueue(new { type, data });
            for (; activity.Count > capacity; Dropped++)
                activity.Dequeue();
        }
    }

    public void Count(in TaskProgress progress)
    {
        lock (gate)
        {
            tally.Add(progress);
            counted = true;
        }
    }

    public void Count(in TaskCompleted task)
    {
        lock (gate)
        {
            tally.End(task);
            counted = true;
        }
    }

    /// <summary>The oldest activity, as much as fits in one report; empty when there is none.</summary>
    public object[] TakeActivity()
    {
        lock (gate)
        {
            var taken = new object[Math.Min(activity.Count, MostInOne)];
            for (var i = 0; i < taken.Length; i++)
                taken[i] = activity.Dequeue();
            return taken;
        }
    }

    /// <summary>The counts, if they have changed since.</summary>
    public object? TakeCounts()
    {
        lock (gate)
        {
            if (!counted)
                return null;
            counted = false;
            return tally.Read();
        }
    }

    public static string Name(string text) => Clip(text, MaxName);

    public static string Item(string text) => Clip(text, MaxItem);

    /// <summary>As the server takes it: not empty, not longer, and text to the last character.</summary>
    private static string Clip(string text, int length)
    {
        if (text.Length > length)
            text = text[..length];
        // Encoding replaces what is no text, such as half a surrogate pair.
        text = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)).Replace('\0', '\uFFFD');
        return string.IsNullOrWhiteSpace(text) ? "-" : text;
    }
}
