using System.Collections.Concurrent;
using System.Diagnostics;
using Trawl.TestSupport;

namespace Trawl.Clients.Tests.Examples;

/// <summary>A command as somebody types it in the repository's folder.</summary>
internal sealed class Shell : IAsyncDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(3);
    private static readonly ConcurrentDictionary<string, Lazy<Task>> Preparations = new(StringComparer.Ordinal);
    private readonly Process _process;
    private readonly DeathWatch _watch;
    private readonly List<string> _said = [];

    private Shell(string command, string server)
    {
        _process = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", $"exec {command}"])
        {
            WorkingDirectory = BuiltService.Repository,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            // python3 is the one that Debian's packages are for, whichever else is on the path.
            Environment = { ["TRAWL_URL"] = server, ["PYTHONDONTWRITEBYTECODE"] = "1", ["PATH"] = $"/usr/bin:{Environment.GetEnvironmentVariable("PATH")}" },
        })!;
        _watch = DeathWatch.Over(_process.Id);
        _process.OutputDataReceived += (_, line) => Take(line.Data);
        _process.ErrorDataReceived += (_, line) => Take(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>What it said so far, on either stream.</summary>
    public string[] Said
    {
        get
        {
            lock (_said)
                return [.. _said];
        }
    }

    public static Shell Start(string command, string server = "") => new(command, server);

    /// <summary>
    /// What is typed once before the programs run, and done once here too, however many tests begin with it: a second build of
    /// the client would take away the files that another test is reading.
    /// </summary>
    public static async Task PrepareAsync(params string[] commands)
    {
        foreach (var command in commands)
            await Preparations.GetOrAdd(command, typed => new(() => ToEndAsync(typed))).Value;
    }

    /// <summary>Waits until it says this.</summary>
    public Task SaysAsync(string text) => Eventually.TrueAsync(
        () => Said.Any(line => line.Contains(text, StringComparison.Ordinal)) || (_process.HasExited ? throw new InvalidOperationException(ToString()) : false), Deadline);

    /// <summary>Waits for its end, which must be a good one.</summary>
    public async Task EndsAsync()
    {
        await _process.WaitForExitAsync(new CancellationTokenSource(Deadline).Token);
        Assert.True(_process.ExitCode == 0, ToString());
    }

    public override string ToString() => string.Join('\n', Said);

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _watch.Dispose();
        _process.Dispose();
    }

    private static async Task ToEndAsync(string command)
    {
        await using var shell = Start(command);
        await shell.EndsAsync();
    }

    private void Take(string? line)
    {
        lock (_said)
            if (line is not null)
                _said.Add(line);
    }
}
