namespace Trawl.Crawl;

/// <summary>What was measured, and beside it what Trawl means to be.</summary>
internal sealed class Report
{
    private readonly Dictionary<string, Figures> _figures = [];

    public static void Head(string title)
    {
        Console.WriteLine($"### {title}\n");
        Console.WriteLine("| crawler | run | pages | CPU s/1,000 pages | pages/s | peak MiB |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- |");
    }

    public void Row(string crawler, string run, Figures figures)
    {
        _figures[$"{crawler}, {run}"] = figures;
        Console.WriteLine($"| {crawler} | {run} | {figures.Pages} | {figures.CpuPerThousand:F2} | {figures.PagesPerSecond:F0} | {figures.PeakMiB:F0} |");
    }

    public void Add(string name, Figures figures) => _figures[name] = figures;

    public void Claims()
    {
        Console.WriteLine("### What it means to be\n\n| | limit | measured | |\n| --- | --- | --- | --- |");
        Ratio("Crawler warm, of Scrapy", "Crawler, warm", "Scrapy, fresh", 0.1);
        Ratio("Crawler warm, of a bare HttpClient + AngleSharp loop warm", "Crawler, warm", "bare loop, warm", 1.6);
        Ratio("Crawler cold, of Scrapy", "Crawler, cold", "Scrapy, fresh", 0.25);
        Ratio("whole pipeline in one process, warm, of Scrapy", "AllInOne", "Scrapy, fresh", 0.5);
        Ratio("whole pipeline in four processes, warm, of Scrapy", "four processes", "Scrapy, fresh", 0.5);
        foreach (var (name, figures) in _figures.Where(f => f.Key.StartsWith("Crawler", StringComparison.Ordinal)))
            Claim($"memory of the {name}", "200 MiB", $"{figures.PeakMiB:F0} MiB", figures.PeakMiB < 200);
    }

    private void Ratio(string what, string of, string to, double limit)
    {
        if (_figures.TryGetValue(of, out var one) && _figures.TryGetValue(to, out var other))
            Claim(what, $"{limit:F2}", $"{one.CpuPerThousand / other.CpuPerThousand:F3}", one.CpuPerThousand <= limit * other.CpuPerThousand);
    }

    private static void Claim(string what, string limit, string measured, bool holds) =>
        Console.WriteLine($"| {what} | {limit} | {measured} | {(holds ? "holds" : "does not hold")} |");
}
