using System.Globalization;

namespace Trawl.Dashboard.Flood;

/// <summary>What the server says it has sent to clients, and has thinned out, since it began.</summary>
internal sealed record SentEvents(double Delivered, double Dropped)
{
    public static async Task<SentEvents> ReadAsync(Uri server)
    {
        using var http = new HttpClient();
        var lines = (await http.GetStringAsync(new Uri(server, "/metrics"))).Split('\n');
        double Sum(string name) => lines.Where(line => line.StartsWith(name, StringComparison.Ordinal))
            .Sum(line => double.Parse(line.Split(' ')[^1], CultureInfo.InvariantCulture));
        return new SentEvents(Sum("trawl_notifier_events_delivered"), Sum("trawl_notifier_events_thinned"));
    }
}
