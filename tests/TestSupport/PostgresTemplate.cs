using System.Globalization;
using Trawl.PrivatePostgres;

namespace Trawl.TestSupport;

/// <summary>An empty cluster kept between test runs, one a version: initdb takes a second, copying it a tenth.</summary>
internal static class PostgresTemplate
{
    public static string Get(PostgresBinaries binaries)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"trawl-test-postgres-{binaries.Major}-{Environment.UserName}");
        var template = Path.Combine(Path.GetTempPath(), name);
        using var _ = Lock(template + ".lock");
        if (File.Exists(Path.Combine(template, "complete", "PG_VERSION")))
            return Path.Combine(template, "complete");
        // Renamed when it is whole: one that was killed half-way is never taken.
        var parent = NewDirectory();
        PostgresCluster.Initialize(binaries, Path.Combine(parent, "complete"), password: null);
        if (Directory.Exists(template))
            Directory.Delete(template, recursive: true);
        Directory.Move(parent, template);
        return Path.Combine(template, "complete");
    }

    /// <summary>A fresh directory under the temp path, open to the account that PostgreSQL drops to.</summary>
    public static string NewDirectory()
    {
        var path = Path.Combine(Path.GetTempPath(), $"trawl-test-{Guid.NewGuid().ToString("N")[..12]}");
        Directory.CreateDirectory(path);
        if (Environment.IsPrivilegedProcess)
            File.SetUnixFileMode(path, (UnixFileMode)0b111_111_111);
        return path;
    }

    private static FileStream Lock(string path)
    {
        for (var deadline = Environment.TickCount64 + 60_000; ; Thread.Sleep(20))
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (Environment.TickCount64 < deadline)
            {
                // Another test process is making the template.
            }
        }
    }
}
