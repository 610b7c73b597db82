using System.Globalization;
using Trawl.Measurement;
using Trawl.TestSupport;

namespace Trawl.Pipeline;

internal sealed class MeasuredAllInOne(string data, ServiceProcess process) : IMeasured
{
    public Uri Api => process.Address;

    public IReadOnlyDictionary<string, int> Processes => new Dictionary<string, int>
    {
        ["allinone"] = process.Id,
        ["postgres"] = int.Parse(
            File.ReadLines(Directory.EnumerateFiles(data, "postmaster.pid", SearchOption.AllDirectories).First()).First(), CultureInfo.InvariantCulture),
    };

    public static async Task<MeasuredAllInOne> StartAsync()
    {
        var data = Directory.CreateTempSubdirectory("trawl-bench-").FullName;
        var process = new ServiceProcess("AllInOne", new Dictionary<string, string>
        {
            ["Trawl__DataDirectory"] = Path.Combine(data, "data"),
            ["Crawler__AllowPrivateNetworks"] = "true",
        });
        await process.StartAsync();
        return new MeasuredAllInOne(data, process);
    }

    public async ValueTask DisposeAsync()
    {
        await process.StopAsync();
        await process.DisposeAsync();
        Directory.Delete(data, recursive: true);
    }
}
