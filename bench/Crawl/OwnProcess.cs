using System.Diagnostics;
using Trawl.TestSupport;

namespace Trawl.Crawl;

/// <summary>This program once more, as a process of its own that can be measured; talked to by lines.</summary>
internal sealed class OwnProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly DeathWatch _watch;

    private OwnProcess(Process process) => (_process, _watch) = (process, DeathWatch.Over(process.Id));

    public int Id => _process.Id;

    public static OwnProcess Start(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Trawl.Crawl.dll"), .. arguments]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        return new OwnProcess(Process.Start(start)!);
    }

    /// <summary>What follows the word on the next line it prints.</summary>
    public async Task<string> AnswerAsync(string word)
    {
        var line = await _process.StandardOutput.ReadLineAsync();
        return line?.StartsWith(word + " ", StringComparison.Ordinal) == true ? line[(word.Length + 1)..] : throw new InvalidOperationException($"It said: {line}");
    }

    public async Task TellAsync(string line)
    {
        await _process.StandardInput.WriteLineAsync(line);
        await _process.StandardInput.FlushAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _watch.Dispose();
        _process.Dispose();
    }
}
