
namespace Trawl.PrivatePostgres;

/// <summary>Whom PostgreSQL runs as: ourselves, or, since it refuses to be root, the account a command drops to.</summary>
/// <param name="Name">The account's.</param>
/// <param name="Uid">Its number.</param>
/// <param name="Gid">Its group's.</param>
/// <param name="PassesClosedDirectories">It keeps one right of root's: to go through directories that are closed to it.</param>
internal sealed record PostgresAccount(string Name, string Uid, string Gid, bool PassesClosedDirectories = false)
{
    private const string Setpriv = "/usr/bin/setpriv";

    /// <summary>
    /// The account that can work below a directory; null when we are not root and nothing needs dropping. A directory that
    /// root closed to everybody else (root's home, a temporary one) is no reason to refuse: on Linux the account then keeps
    /// CAP_DAC_READ_SEARCH, and nothing else.
    /// </summary>
    /// <exception cref="PostgresException">There is no such account, or no way to get it into the directory.</exception>
    public static PostgresAccount? ToDropTo(string directory)
    {
        if (Find() is not { } account)
            return null;
        if (account.Enters(directory))
            return account;
        var passing = account with { PassesClosedDirectories = true };
        return File.Exists(Setpriv) && passing.Enters(directory)
            ? passing
            : throw new PostgresException(
                $"PostgreSQL does not run as root, and the account {account.Name} may not enter {directory}: set Trawl__DataDirectory to a directory that it may, such as /var/lib/trawl.");
    }

    /// <summary>Null when we are not root.</summary>
    public static PostgresAccount? Find()
    {
        if (!Environment.IsPrivilegedProcess)
            return null;
        var accounts = File.ReadLines("/etc/passwd").Select(line => line.Split(':')).Where(fields => fields.Length > 3).ToList();
        var fields = accounts.Find(f => f[0] == "postgres") ?? accounts.Find(f => f[0] == "_postgres") ?? accounts.Find(f => f[0] == "nobody")
            ?? throw new PostgresException("PostgreSQL does not run as root and there is neither a postgres nor a nobody account: start Trawl as another user.");
        return new PostgresAccount(fields[0], fields[2], fields[3]);
    }

    /// <summary>What to put before a command so that it runs as this account. setpriv leaves no process in between; su is everywhere.</summary>
    public string[] Prefix() => File.Exists(Setpriv)
        ? [Setpriv, $"--reuid={Uid}", $"--regid={Gid}", "--clear-groups", .. Kept, "--"]
        : ["su", "-s", "/bin/sh", Name, "-c", "exec \"$@\"", "--", "sh"];

    private string[] Kept => PassesClosedDirectories ? ["--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search"] : [];

    // By going there: access(2), which test -x asks, leaves capabilities out.
    private bool Enters(string directory)
    {
        string[] enter = [.. Prefix(), "/bin/sh", "-c", "cd \"$1\"", "sh", directory];
        return Shell.Run(enter[0], enter.AsSpan(1)).ExitCode == 0;
    }
}
