using System.Diagnostics;

namespace Trawl.PrivatePostgres;

/// <summary>Runs a short program to its end, from a directory that every account may enter, in the plain locale.</summary>
internal static class Shell
{
    // macOS has no C.UTF-8. The encoding is UTF-8 either way; only the classes of letters outside ASCII differ.
    public static readonly string Locale = OperatingSystem.IsMacOS() ? "C" : "C.UTF-8";

    public static (int ExitCode, string Output) Run(string program, params ReadOnlySpan<string> arguments)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false, WorkingDirectory = "/" };
        start.Environment["LC_ALL"] = Locale;
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        // Both pipes are drained at once: a full one would stop the program.
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + errors.GetAwaiter().GetResult());
    }
}
