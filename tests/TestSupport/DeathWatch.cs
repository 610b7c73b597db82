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

    /// <summary>Watches over a child until disposed.</summary>
    public static DeathWatch Over(int processId)
    {
        var start = new ProcessStartInfo(
            "/bin/sh", ["-c", "trap '' INT TERM HUP; read -r _ || kill -9 \"$1\"", "death-watch", processId.ToString(CultureInfo.InvariantCulture)])
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
