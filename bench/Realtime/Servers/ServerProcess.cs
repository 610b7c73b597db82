using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Trawl.Realtime.Publishing;
using Trawl.ServiceDefaults.Json;
using Trawl.TestSupport;

namespace Trawl.Realtime.Servers;

/// <summary>A server that publishes to itself, as a process that can be measured: one of <see cref="ServeCommand"/>'s, or a program that talks the same.</summary>
internal sealed class ServerProcess : IServer
{
    private readonly Process _process;
    private readonly DeathWatch _watch;

    private ServerProcess(Process process, Uri address)
    {
        (_process, Address) = (process, address);
        _watch = DeathWatch.Over(process.Id);
    }

    public Uri Address { get; }
    public int ProcessId => _process.Id;

    /// <summary>One of this program's own servers.</summary>
    public static Task<ServerProcess> ServeAsync(string server, params string[] options) =>
        StartAsync("dotnet", [Path.Combine(AppContext.BaseDirectory, "Trawl.Realtime.dll"), "serve", server, .. options]);

    public static async Task<ServerProcess> StartAsync(string program, params string[] arguments)
    {
        var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        var line = await process.StandardOutput.ReadLineAsync();
        return line?.StartsWith("ready ", StringComparison.Ordinal) == true
            ? new ServerProcess(process, new Uri(line["ready ".Length..]))
            : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} did not start: {line}");
    }

    public Task<IReadOnlyList<JobChannel>> ChannelsAsync(int count) => Task.FromResult(JobChannel.Make(count));

    public async Task<Publication> PublishAsync(IReadOnlyList<JobChannel> channels, Workload load)
    {
        var file = Path.Combine(Path.GetTempPath(), $"trawl-bench-{channels[0].Job:N}.channels");
        await File.WriteAllLinesAsync(file, channels.Select(channel => channel.Line));
        await _process.StandardInput.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"publish {file} {load.Rate} {load.Seconds} {load.Type} {load.Bytes}"));
        await _process.StandardInput.FlushAsync();
        var answer = await _process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The server has ended.");
        File.Delete(file);
        return JsonSerializer.Deserialize<Publication>(answer, TrawlJson.Options)!;
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        _process.Kill();
        await _process.WaitForExitAsync();
        _watch.Dispose();
        _process.Dispose();
    }
}
