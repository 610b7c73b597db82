using System.ComponentModel;
using System.Diagnostics;

namespace Trawl.Clients.Tests.Programs;

/// <summary>The npm packages of <c>node/</c>: installed as locked when they are missing or older than the lock file.</summary>
internal static class NodePackages
{
    private static readonly Lazy<string?> Fault = new(InstallIfStale);

    /// <exception cref="InvalidOperationException">They cannot be had here; the message says what to do.</exception>
    public static void Install()
    {
        if (Fault.Value is { } fault)
            throw new InvalidOperationException(fault);
    }

    private static string? InstallIfStale()
    {
        var folder = ClientProgram.Folder("node");
        // Written last, and only by an install of just this lock file that succeeded.
        var stamp = Path.Combine(folder, "node_modules", ".installed");
        var locked = File.ReadAllText(Path.Combine(folder, "package-lock.json"));
        if (File.Exists(stamp) && File.ReadAllText(stamp) == locked)
            return null;
        try
        {
            using var npm = Process.Start(new ProcessStartInfo("npm", ["ci", "--no-audit", "--no-fund"])
            {
                WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true,
            })!;
            var output = npm.StandardOutput.ReadToEndAsync();
            var error = npm.StandardError.ReadToEndAsync();
            npm.WaitForExit();
            if (npm.ExitCode != 0)
                return $"The npm packages of these tests cannot be installed: `npm ci` in tests/Clients.Tests/node ended with {npm.ExitCode}.\n{output.Result}{error.Result}";
        }
        catch (Win32Exception)
        {
            return "Node.js 18 or newer with npm is needed for these tests: `build/ensure.sh node` installs it, or says how.";
        }

        File.WriteAllText(stamp, locked);
        return null;
    }
}
