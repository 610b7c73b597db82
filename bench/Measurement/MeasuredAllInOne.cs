using System.Globalization;
using Trawl.TestSupport;

namespace Trawl.Measurement;

/// <summary>AllInOne with a private database in a directory of its own.</summary>
public sealed class MeasuredAllInOne : IMeasured
{
    private readonly string _data;
    private readonly ServiceProcess _process;

    private MeasuredAllInOne(string data, ServiceProcess process) => (_data, _process) = (data, process);

    /// <inheritdoc />
    public Uri Api => _process.Address;

    /// <inheritdoc />
    public IReadOnlyDictionary<string, int> Processes => new Dictionary<string, int>
    {
        ["allinone"] = _process.Id,
        ["postgres"] = int.Parse(
            File.ReadLines(Directory.EnumerateFiles(_data, "postmaster.pid", SearchOption.AllDirectories).First()).First(), CultureInfo.InvariantCulture),
    };

    /// <summary>Starts it.</summary>
    /// <param name="settings">On top of its data directory and of leave to crawl loopback.</param>
    public static async Task<MeasuredAllInOne> StartAsync(IReadOnlyDictionary<string, string>? settings = null)
    {
        var data = Directory.CreateTempSubdirectory("trawl-bench-").FullName;
        var process = new ServiceProcess("AllInOne", new Dictionary<string, string>(settings ?? new Dictionary<string, string>())
        {
            ["Trawl__DataDirectory"] = Path.Combine(data, "data"),
            ["Crawler__AllowPrivateNetworks"] = "true",
        });
        await process.StartAsync();
        return new MeasuredAllInOne(data, process);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _process.StopAsync();
        await _process.DisposeAsync();
        Directory.Delete(_data, recursive: true);
    }
}
