using System.Globalization;
using System.Runtime.InteropServices;

namespace Trawl.PrivatePostgres;

/// <summary>PostgreSQL's programs on this machine.</summary>
/// <param name="Directory">Where <c>initdb</c>, <c>pg_ctl</c> and <c>postgres</c> are.</param>
/// <param name="Major">Their major version; a cluster runs only under the one that made it.</param>
public sealed record PostgresBinaries(string Directory, int Major)
{
    // One pattern a packager: Debian, the PGDG packages for Red Hat, Fedora, Homebrew on ARM and Intel, Postgres.app.
    private static readonly (string Parent, string Pattern, string Below)[] Places =
    [
        ("/usr/lib/postgresql", "*", "bin"),
        ("/usr", "pgsql-*", "bin"),
        ("/opt/homebrew/opt", "postgresql@*", "bin"),
        ("/usr/local/opt", "postgresql@*", "bin"),
        ("/Applications/Postgres.app/Contents/Versions", "*", "bin"),
    ];

    /// <summary>
    /// Finds the newest PostgreSQL, or the one of a given major version: in <c>TRAWL_PG_BIN</c> when that is set, else
    /// where packagers put it, else on the path.
    /// </summary>
    /// <param name="major">The version an existing cluster needs; null for any.</param>
    /// <exception cref="PostgresException">There is none, or this is Windows; the message says how to install it.</exception>
    public static PostgresBinaries Find(int? major = null)
    {
        if (OperatingSystem.IsWindows())
            throw new PostgresException("Trawl starts a PostgreSQL of its own on Linux and macOS only: set ConnectionStrings__Database to a server's connection string.");
        var found = Candidates().Where(IsComplete).Distinct().Select(Versioned).OfType<PostgresBinaries>().ToList();
        if (found.Count == 0)
            throw new PostgresException($"PostgreSQL is not installed: {HowToInstall()}, or set ConnectionStrings__Database to a server's connection string.");
        return major is null
            ? found.MaxBy(binaries => binaries.Major)!
            : found.Find(binaries => binaries.Major == major) ?? throw new PostgresException(
                $"The data directory was made by PostgreSQL {major}, but this machine has only {string.Join(", ", found.Select(b => b.Major).Order())}: "
                + $"install PostgreSQL {major}, or set Trawl__DataDirectory to another directory.");
    }

    /// <summary>The path of one program.</summary>
    public string Program(string name) => Path.Combine(Directory, name);

    private static IEnumerable<string> Candidates()
    {
        if (Environment.GetEnvironmentVariable("TRAWL_PG_BIN") is { Length: > 0 } configured)
            return [configured];
        var packaged = Places.Where(place => System.IO.Directory.Exists(place.Parent))
            .SelectMany(place => System.IO.Directory.EnumerateDirectories(place.Parent, place.Pattern).Select(d => Path.Combine(d, place.Below)));
        var onPath = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return packaged.Concat(onPath);
    }

    private static bool IsComplete(string directory) =>
        File.Exists(Path.Combine(directory, "initdb")) && File.Exists(Path.Combine(directory, "pg_ctl")) && File.Exists(Path.Combine(directory, "postgres"));

    // "postgres (PostgreSQL) 15.14 (Debian 15.14-0+deb12u1)"; pre-releases say "18beta1".
    private static PostgresBinaries? Versioned(string directory)
    {
        var said = Shell.Run(Path.Combine(directory, "postgres"), "--version");
        var word = said.Output.Split(' ', StringSplitOptions.RemoveEmptyEntries).ElementAtOrDefault(2) ?? "";
        var digits = string.Concat(word.TakeWhile(char.IsAsciiDigit));
        return said.ExitCode == 0 && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            ? new PostgresBinaries(directory, version)
            : null;
    }

    private static string HowToInstall()
    {
        if (RuntimeInformation.IsOSPlatform(OSPlatform.OSX))
            return "brew install postgresql@17";
        if (File.Exists("/usr/bin/apt-get"))
            return "sudo apt-get install postgresql";
        if (File.Exists("/usr/bin/dnf"))
            return "sudo dnf install postgresql-server";
        return "install it with the system's package manager (apt-get install postgresql, dnf install postgresql-server, brew install postgresql@17)";
    }
}
