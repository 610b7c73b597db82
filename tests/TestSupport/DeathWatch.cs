using System.Diagnostics;
using System.Globalization;

namespace Trawl.TestSupport;

/// <summary>
/// Ends a child process with this one, however this one ends: a shell holds the read end of a pipe, and when the pipe closes
/// without a word it kills. Works where PR_SET_PDEATHSIG does not: that fires when the thread that started the child ends.
/// </summary>
public sealed class DeathWatch : IDisposable
{
    private readonly Process _shell;

    private DeathWatch(Process shell) => _shell = shell;

    /// <summary>Watches over a child until disposed; a directory of the child's goes with it.</summary>
    public static DeathWatch Over(int processId, string? directory = null)
    {
        var start = new ProcessStartInfo(
            "/bin/sh",
            [
                "-c", "trap '' INT TERM HUP; read -r _ && exit; kill -9 \"$1\"; [ -n \"$2\" ] || exit; while kill -0 \"$1\"; do sleep 0.1; done; rm -rf \"$2\"",
                "death-watch", processId.ToString(CultureInfo.InvariantCulture), directory ?? "",
            ])
        {
            RedirectStandardInput = true,
        };
        return new DeathWatch(Process.Start(start)!);
    }

    /// <summary>Lets the child live.</summary>
    public void Dispose()
    {
        try
        {
            _shell.StandardInput.WriteLine("done");
        }
        catch (IOException)
        {
            // It has done its work already.
        }

        _shell.Dispose();
    }
}
