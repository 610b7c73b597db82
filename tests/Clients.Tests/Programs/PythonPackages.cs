using System.Diagnostics;

namespace Trawl.Clients.Tests.Programs;

/// <summary>Debian's python3-socketio, with what it needs for polling, WebSockets and asyncio.</summary>
internal static class PythonPackages
{
    private static readonly Lazy<string?> Fault = new(Look);

    /// <summary>Debian's own; another Python on the path does not see Debian's packages. TRAWL_TEST_PYTHON names one that does.</summary>
    public static string Python => Environment.GetEnvironmentVariable("TRAWL_TEST_PYTHON") is { Length: > 0 } named ? named : "/usr/bin/python3";

    /// <exception cref="InvalidOperationException">They are missing; the message says what to do.</exception>
    public static void Check()
    {
        if (Fault.Value is { } fault)
            throw new InvalidOperationException(fault);
    }

    private static string? Look()
    {
        const string Missing = "python3-socketio is needed for these tests: `build/ensure.sh python-socketio` installs it, or says how.";
        if (!File.Exists(Python))
            return $"There is no {Python}. {Missing}";
        using var python = Process.Start(new ProcessStartInfo(Python, ["-c", "import socketio, requests, websocket, aiohttp"]) { RedirectStandardError = true })!;
        var error = python.StandardError.ReadToEnd();
        python.WaitForExit();
        return python.ExitCode == 0 ? null : $"{Missing}\n{error}";
    }
}
