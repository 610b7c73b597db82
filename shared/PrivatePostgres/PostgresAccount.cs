
namespace Trawl.PrivatePostgres;

/// <summary>Whom PostgreSQL runs as: ourselves, or, since it refuses to be root, the account a command drops to.</summary>
internal sealed record PostgresAccount(string Name, string Uid, string Gid)
{
    /// <summary>Null when we are not root and nothing needs dropping.</summary>
    public static PostgresAccount? ToDropTo()
    {
        if (!Environment.IsPrivilegedProcess)
            return null;
        var accounts = File.ReadLines("/etc/passwd").Select(line => line.Split(':')).Where(fields => fields.Length > 3).ToList();
        var fields = accounts.Find(f => f[0] == "postgres") ?? accounts.Find(f => f[0] == "_postgres") ?? accounts.Find(f => f[0] == "nobody")
            ?? throw new PostgresException("PostgreSQL does not run as root and there is neither a postgres nor a nobody account: start Trawl as another user.");
        return new PostgresAccount(fields[0], fields[2], fields[3]);
    }

    /// <summary>What to put before a command so that it runs as this account. setpriv leaves no process in between; su is everywhere.</summary>
    public string[] Prefix() => File.Exists("/usr/bin/setpriv")
        ? ["/usr/bin/setpriv", $"--reuid={Uid}", $"--regid={Gid}", "--clear-groups", "--"]
        : ["su", "-s", "/bin/sh", Name, "-c", "exec \"$@\"", "--", "sh"];
}
