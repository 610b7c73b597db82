using System.Diagnostics;
using System.Globalization;

namespace Trawl.PrivatePostgres;

/// <summary>A server, or its lock file, that an owner left behind who was killed together with the keeper.</summary>
internal static class LeftOverServer
{
    public static void End(PostgresBinaries binaries, string directory, PostgresAccount? account)
    {
        var lockFile = Path.Combine(directory, "postmaster.pid");
        string? first;
        try
        {
            first = File.ReadLines(lockFile).FirstOrDefault();
        }
        catch (FileNotFoundException)
        {
            return;
        }

        if (!int.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out var pid) || !IsPostgres(pid))
        {
            // The number may by now be another program's, and PostgreSQL would then refuse to start: the file is worth nothing.
            File.Delete(lockFile);
            return;
        }

        // Stopped rather than adopted: its port and its settings were the other process's. One that is already on its way down is waited for.
        string[] stop = [.. account?.Prefix() ?? [], binaries.Program("pg_ctl"), "-D", directory, "-m", "fast", "-w", "-t", "60", "-s", "stop"];
        var stopped = Shell.Run(stop[0], stop.AsSpan(1));
        if (stopped.ExitCode != 0 && File.Exists(lockFile) && IsPostgres(pid))
            throw new PostgresException($"A PostgreSQL server (process {pid}) still runs on {directory} and does not stop: end it by hand.");
    }

    private static bool IsPostgres(int pid)
    {
        try
        {
            using var process = Process.GetProcessById(pid);
            return process.ProcessName.StartsWith("postgres", StringComparison.Ordinal);
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
