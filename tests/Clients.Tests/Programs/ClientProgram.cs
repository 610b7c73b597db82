using System.Diagnostics;
using System.Text.Json;
using Trawl.Clients.Tests.Server;
using Trawl.TestSupport;

namespace Trawl.Clients.Tests.Programs;

/// <summary>
/// A client in a program of its own, in the language of its users. For each thing it sees it prints a line
/// <c>{ "name": …, "args": […] }</c>; what it is to do besides comes as lines <c>["verb", …]</c>.
/// </summary>
public sealed class ClientProgram : IAsyncDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(3);

    private readonly string _name;
    private readonly Process _process;
    private readonly DeathWatch _watch;
    private readonly Lock _gate = new();
    private readonly List<(string Name, JsonElement[] Args)> _seen = [];
    private readonly List<string> _said = [];
    private Action? _atEnd;
    private TaskCompletionSource _news = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ClientProgram(string name, string file, params string[] arguments)
    {
        _name = name;
        _process = Process.Start(new ProcessStartInfo(file, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["PYTHONDONTWRITEBYTECODE"] = "1" },
        })!;
        _watch = DeathWatch.Over(_process.Id);
        _process.OutputDataReceived += (_, line) => Take(line.Data);
        _process.ErrorDataReceived += (_, line) => Say(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>What it saw so far, in order.</summary>
    public IReadOnlyList<(string Name, JsonElement[] Args)> Seen
    {
        get
        {
            lock (_gate)
                return [.. _seen];
        }
    }

    /// <summary>A script of <c>node/</c>.</summary>
    public static ClientProgram Node(string script, object settings)
    {
        NodePackages.Install();
        return new ClientProgram(script, "node", Path.Combine(Folder("node"), script), JsonSerializer.Serialize(settings));
    }

    /// <summary>A script of <c>python/</c>, by the Python that Debian's packages are for, whichever else may be on the path.</summary>
    public static ClientProgram Python(string script, object settings)
    {
        PythonPackages.Check();
        return new ClientProgram(script, PythonPackages.Python, Path.Combine(Folder("python"), script), JsonSerializer.Serialize(settings));
    }

    /// <summary>A page of <c>Browser/</c>. What it sees it says to its own server.</summary>
    public static ClientProgram Chromium(PageServer pages, string page, object settings)
    {
        NodePackages.Install(); // the libraries' browser builds
        var profile = Directory.CreateTempSubdirectory("trawl-chromium-").FullName;
        var address = $"{pages.Origin}/pages/{page}#{Uri.EscapeDataString(JsonSerializer.Serialize(settings))}";
        var client = new ClientProgram(
            page, TestSupport.Live.Chromium.Find(), [.. TestSupport.Live.Chromium.Arguments, $"--user-data-dir={profile}", address]);
        pages.Seen += client.Take;
        client._atEnd = () =>
        {
            pages.Seen -= client.Take;
            TestSupport.Live.Chromium.DeleteProfile(profile);
        };
        return client;
    }

    public static string Folder(string name) => Path.Combine(BuiltService.Repository, "tests", "Clients.Tests", name);

    /// <summary>The first arguments of all it saw under a name.</summary>
    public JsonElement[] All(string name) => [.. Seen.Where(one => one.Name == name).Select(First)];

    /// <summary>Waits until it has seen this, ever; its first argument.</summary>
    public async Task<JsonElement> SeesAsync(string name, Func<JsonElement, bool>? where = null)
    {
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            var news = _news.Task;
            foreach (var one in Seen)
            {
                if (one.Name == name && (where is null || where(First(one))))
                    return First(one);
            }

            var left = Deadline - Stopwatch.GetElapsedTime(started);
            if (left <= TimeSpan.Zero || _process.HasExited)
                Assert.Fail($"{_name} did not see '{name}'{(_process.HasExited ? ", and ended" : "")}.\n{this}");
            await Task.WhenAny(news, _process.WaitForExitAsync(), Task.Delay(left));
        }
    }

    /// <summary>Waits for something of a session: its <c>sessionId</c> or <c>jobId</c>.</summary>
    public Task<JsonElement> SeesAsync(string name, string id, Func<JsonElement, bool>? where = null) =>
        SeesAsync(name, e => IdOf(e) == id && (where is null || where(e)));

    /// <summary>Tells it to do something.</summary>
    public async Task TellAsync(params object?[] command)
    {
        await _process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(command));
        await _process.StandardInput.FlushAsync();
    }

    /// <summary>What it saw and said, for a failed test's message.</summary>
    public override string ToString()
    {
        lock (_gate)
        {
            var seen = _seen.Select(one => $"{one.Name} {string.Join(' ', one.Args.Select(arg => arg.GetRawText()))}");
            return $"--- {_name} saw ---\n{string.Join('\n', seen)}\n--- said ---\n{string.Join('\n', _said)}\n";
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _watch.Dispose();
        _atEnd?.Invoke();
        _process.Dispose();
    }

    private static JsonElement First((string Name, JsonElement[] Args) one) => one.Args.FirstOrDefault();

    private static string? IdOf(JsonElement e) =>
        e.ValueKind != JsonValueKind.Object ? null
        : e.TryGetProperty("sessionId", out var session) && session.ValueKind == JsonValueKind.String ? session.GetString()
        : e.TryGetProperty("jobId", out var job) && job.ValueKind == JsonValueKind.String ? job.GetString()
        : null;

    private void Take(string? line)
    {
        if (line is null)
            return;
        if (!line.StartsWith("{\"name\":", StringComparison.Ordinal))
        {
            Say(line);
            return;
        }

        var json = JsonDocument.Parse(line).RootElement;
        lock (_gate)
        {
            _seen.Add((json.GetProperty("name").GetString()!, [.. json.GetProperty("args").EnumerateArray()]));
            _news.TrySetResult();
            _news = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    private void Say(string? line)
    {
        if (line is null)
            return;
        lock (_gate)
            _said.Add(line);
    }
}
