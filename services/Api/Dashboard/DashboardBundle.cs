using System.Text.Json;

namespace Trawl.Api.Dashboard;

/// <summary>The dashboard that build/Dashboard.targets put into this assembly; without files where it could not be built.</summary>
internal sealed class DashboardBundle(IReadOnlyList<DashboardFile> files)
{
    public IReadOnlyList<DashboardFile> Files => files;

    public static DashboardBundle Embedded()
    {
        using var stream = typeof(DashboardBundle).Assembly.GetManifestResourceStream("Dashboard/bundle.json");
        return stream is null ? new DashboardBundle([]) : Read(stream);
    }

    public static DashboardBundle Read(Stream json) =>
        new(JsonSerializer.Deserialize<Entry[]>(json, JsonSerializerOptions.Web)!.Select(DashboardFile.Of).ToArray());

    /// <summary>What build/dashboard.mjs writes. Without <c>Identity</c> both others are there.</summary>
    public sealed record Entry(string Path, byte[]? Identity, byte[]? Brotli, byte[]? Gzip);
}
