namespace Trawl.AllInOne.Data;

/// <summary>Where AllInOne keeps its files: the cluster, its password, the lock, and where the running instance is.</summary>
internal sealed class DataDirectory : IDisposable
{
    private readonly FileStream _lock;

    private DataDirectory(string path, FileStream @lock)
    {
        Root = path;
        _lock = @lock;
    }

    public string Root { get; }

    public string Cluster => Path.Combine(Root, "postgres");

    public string PasswordFile => Path.Combine(Root, "postgres.password");

    /// <summary><c>Trawl:DataDirectory</c>; else the per-user data folder; root's home is closed to the account that PostgreSQL needs, so root has the system's.</summary>
    public static string Locate(IConfiguration configuration)
    {
        if (configuration["Trawl:DataDirectory"] is { Length: > 0 } configured)
            return Path.GetFullPath(configured);
        if (Environment.GetEnvironmentVariable("XDG_DATA_HOME") is { Length: > 0 } data)
            return Path.Combine(data, "trawl");
        return Environment.IsPrivilegedProcess
            ? "/var/lib/trawl"
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "trawl");
    }

    /// <summary>Takes a data directory for this process; the lock goes with the process, however it ends.</summary>
    /// <exception cref="DataDirectoryException">Another process has it, or it cannot be written.</exception>
    public static DataDirectory Take(string path)
    {
        try
        {
            Directory.CreateDirectory(path);
            return new DataDirectory(path, new FileStream(Path.Combine(path, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (UnauthorizedAccessException)
        {
            throw new DataDirectoryException($"The data directory {path} cannot be written: set Trawl__DataDirectory to one that can.");
        }
        catch (IOException) when (Directory.Exists(path))
        {
            var where = Instance.Read(path) is { } instance ? $" and serves {instance.Url}" : "";
            throw new DataDirectoryException($"Another Trawl uses the data directory {path}{where}: stop it, or set Trawl__DataDirectory to another directory.");
        }
        catch (IOException fault)
        {
            throw new DataDirectoryException($"The data directory {path} cannot be made ({fault.Message}): set Trawl__DataDirectory to another.");
        }
    }

    /// <summary>Whether a process has it now.</summary>
    public static bool IsTaken(string path)
    {
        try
        {
            using var probe = new FileStream(Path.Combine(path, "lock"), FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            return false;
        }
        catch (IOException fault)
        {
            return fault is not (FileNotFoundException or DirectoryNotFoundException);
        }
        catch (UnauthorizedAccessException)
        {
            return false;
        }
    }

    public void Dispose() => _lock.Dispose();
}
