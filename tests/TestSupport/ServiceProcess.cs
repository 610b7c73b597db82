using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Trawl.TestSupport;

/// <summary>A service as users run it: a process of its own, on a free loopback port that it keeps through restarts.</summary>
public sealed class ServiceProcess : IAsyncDisposable
{
    private const int LinesKept = 300;
    private static readonly TimeSpan StartDeadline = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan StopDeadline = TimeSpan.FromMinutes(2);
    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(5) };

    private readonly string _service;
    private readonly IReadOnlyDictionary<string, string> _environment;
    private readonly ConcurrentQueue<string> _output = new();
    private Process? _process;
    private DeathWatch? _watch;

    /// <summary>A process to be started.</summary>
    /// <param name="service">The project's name: <c>Api</c>, <c>AllInOne</c> …</param>
    /// <param name="environment">Its settings.</param>
    public ServiceProcess(string service, IReadOnlyDictionary<string, string> environment)
    {
        _service = service;
        _environment = environment;
        Address = new Uri($"http://127.0.0.1:{KeptPort.Take().ToString(CultureInfo.InvariantCulture)}");
    }

    /// <summary>Where it serves.</summary>
    public Uri Address { get; }

    /// <summary>The number of the running process.</summary>
    public int Id => _process!.Id;

    /// <summary>Its exit code once it has ended; null before.</summary>
    public int? ExitCode => _process is { HasExited: true } ended ? ended.ExitCode : null;

    /// <summary>The last lines it printed, over all its lives.</summary>
    public string Output => $"--- {_service} ---\n{string.Join('\n', _output)}\n";

    /// <summary>Starts it and waits until <c>/health/ready</c> says 200.</summary>
    /// <exception cref="InvalidOperationException">It ended, or is not ready in time; the message holds what it printed.</exception>
    public async Task StartAsync(params string[] arguments)
    {
        Launch(arguments);
        await ReadyAsync();
    }

    /// <summary>Starts it without waiting.</summary>
    public void Launch(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [BuiltService.Dll(_service), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        start.Environment["ASPNETCORE_URLS"] = Address.GetLeftPart(UriPartial.Authority);
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        foreach (var (name, value) in _environment)
            start.Environment[name] = value;
        _process = Process.Start(start)!;
        _process.OutputDataReceived += Keep;
        _process.ErrorDataReceived += Keep;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        _watch = DeathWatch.Over(_process.Id);
    }

    /// <summary>Waits until it is ready for work.</summary>
    public async Task ReadyAsync()
    {
        var started = Stopwatch.GetTimestamp();
        while (!await IsReadyAsync())
        {
            if (_process!.HasExited)
                throw new InvalidOperationException($"{_service} ended with {_process.ExitCode} before it was ready.\n{Output}");
            if (Stopwatch.GetElapsedTime(started) > StartDeadline)
                throw new InvalidOperationException($"{_service} is not ready after {StartDeadline}.\n{Output}");
            await Task.Delay(50);
        }
    }

    /// <summary>SIGKILL: nothing of it runs any more when this returns.</summary>
    public async Task KillAsync()
    {
        _process!.Kill();
        await EndedAsync();
    }

    /// <summary>SIGTERM, and waits for the end.</summary>
    public async Task StopAsync()
    {
        if (_process is { HasExited: false })
        {
            using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
            await EndedAsync();
        }
    }

    /// <summary>Waits for it to end by itself, and returns its exit code.</summary>
    public async Task<int> EndedAsync()
    {
        try
        {
            await _process!.WaitForExitAsync().WaitAsync(StopDeadline);
        }
        catch (TimeoutException)
        {
            throw new InvalidOperationException($"{_service} did not end within {StopDeadline}.\n{Output}");
        }

        _watch?.Dispose();
        _watch = null;
        return _process.ExitCode;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
            _process.Kill();
        if (_process is not null)
            await EndedAsync();
        _process?.Dispose();
    }

    /// <summary>Whether <c>/health/ready</c> says 200 now.</summary>
    public async Task<bool> IsReadyAsync()
    {
        try
        {
            using var answer = await Http.GetAsync(new Uri(Address, "/health/ready"));
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        if (line.Data is null)
            return;
        _output.Enqueue(line.Data);
        while (_output.Count > LinesKept)
            _output.TryDequeue(out _);
    }
}
