using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Trawl.PrivatePostgres;

/// <summary>
/// A PostgreSQL server of our own on a loopback port. It ends with its owner: a shell keeps a pipe to us open and stops
/// the server when the pipe closes, which it does however we die, on every Unix.
/// </summary>
public sealed class PostgresCluster : IAsyncDisposable
{
    // pg_ctl puts the server into a session of its own, out of reach of the terminal's Ctrl+C: it must outlive us by the
    // moment that our last transactions take. It is stopped by its number, not through its directory: a keeper that is late
    // must not stop the server of the next owner. $1 pg_ctl, $2 data, $3 log, $4 options, $5 signal that stops, $6 what to remove.
    private const string Keeper = """
        trap : INT TERM HUP
        [ -f "$3" ] && mv -f "$3" "$3.previous"
        "$1" -D "$2" -l "$3" -w -t 120 -s -o "$4" start </dev/null || { echo failed; exit 1; }
        trap '' INT TERM HUP
        read -r server < "$2/postmaster.pid"
        echo ready
        read -r _
        if [ "$5" = INT ]; then
            # Who has said goodbye may not have been heard yet by its server process: those that are left a second later are ended.
            kill -s TERM "$server"
            left=20
            while [ $left -gt 0 ] && kill -0 "$server" 2>/dev/null; do left=$((left - 1)); sleep 0.05; done
        fi
        kill -s "$5" "$server" 2>/dev/null
        while kill -0 "$server" 2>/dev/null; do sleep 0.05; done
        [ -z "$6" ] || rm -rf "$6"
        """;

    private readonly Process _keeper;

    private PostgresCluster(Process keeper, int port)
    {
        _keeper = keeper;
        Port = port;
    }

    /// <summary>Where it listens, on 127.0.0.1.</summary>
    public int Port { get; }

    /// <summary>The major version a cluster needs; null when there is none yet.</summary>
    public static int? MajorOf(string directory)
    {
        // The directory belongs to the account that PostgreSQL runs as and is closed to everybody but it and root.
        var file = Path.Combine(directory, "PG_VERSION");
        return File.Exists(file) ? int.Parse(File.ReadAllText(file), CultureInfo.InvariantCulture) : null;
    }

    /// <summary>Makes an empty cluster with the superuser <c>trawl</c>, unless there is one.</summary>
    /// <param name="binaries">Of the version to make it with.</param>
    /// <param name="directory">The cluster's directory; its parent exists.</param>
    /// <param name="password">The superuser's; null trusts everybody on this machine, which only tests may do.</param>
    public static void Initialize(PostgresBinaries binaries, string directory, string? password)
    {
        if (MajorOf(directory) is not null)
            return;
        var account = PostgresAccount.ToDropTo(Path.GetDirectoryName(directory)!);
        // Renamed when it is whole: an initdb that was killed half-way is started over, not started up.
        var unfinished = directory + ".new";
        if (Directory.Exists(unfinished))
            Directory.Delete(unfinished, recursive: true);
        Own(unfinished, account);
        var passwordFile = directory + ".password-for-initdb";
        try
        {
            if (password is not null)
            {
                Own(passwordFile, account, file: true);
                File.WriteAllText(passwordFile, password + "\n");
            }

            string[] authentication = password is null ? ["--auth=trust", "--no-sync"] : ["--auth=scram-sha-256", $"--pwfile={passwordFile}"];
            Check(account, [binaries.Program("initdb"), "-D", unfinished, "-U", "trawl", "-E", "UTF8", $"--locale={Shell.Locale}", .. authentication], directory);
            Directory.Move(unfinished, directory);
        }
        finally
        {
            File.Delete(passwordFile);
        }
    }

    /// <summary>Copies a cluster that is not running: some ten times as fast as making one.</summary>
    public static void Copy(string template, string directory) =>
        Check(PostgresAccount.ToDropTo(Path.GetDirectoryName(template)!), ["cp", "-Rp", template, directory], directory);

    /// <summary>Starts a cluster, after stopping a server that a killed owner may have left on it.</summary>
    /// <param name="binaries">Of the version that made it.</param>
    /// <param name="directory">The cluster.</param>
    /// <param name="settings">Of postgresql.conf, as <c>name=value</c>, without blanks.</param>
    /// <param name="disposable">Its data is for this process only: it is stopped without a checkpoint and removed.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public static async Task<PostgresCluster> StartAsync(
        PostgresBinaries binaries, string directory, IEnumerable<string> settings, bool disposable = false, CancellationToken cancellationToken = default)
    {
        if (disposable)
            Own(Path.GetDirectoryName(directory)!, PostgresAccount.Find());
        var account = PostgresAccount.ToDropTo(Path.GetDirectoryName(directory)!);
        LeftOverServer.End(binaries, directory, account);
        var log = Path.Combine(directory, "server.log");
        var given = string.Concat(settings.Select(setting => $" -c {setting}"));
        for (var attempt = 1; ; attempt++)
        {
            var port = FreePort();
            var options = $"-c listen_addresses=127.0.0.1 -c unix_socket_directories= -c port={port.ToString(CultureInfo.InvariantCulture)}{given}";
            var keeper = StartKeeper(account,
                ["/bin/sh", "-c", Keeper, "trawl-postgres", binaries.Program("pg_ctl"), directory, log, options,
                    disposable ? "QUIT" : "INT", disposable ? Path.GetDirectoryName(directory)! : ""]);
            if (await keeper.StandardOutput.ReadLineAsync(cancellationToken) == "ready")
                return new PostgresCluster(keeper, port);
            keeper.Dispose();
            // Somebody took the port between our look and the server's: the one failure that a second try mends.
            var said = File.Exists(log) ? await File.ReadAllTextAsync(log, cancellationToken) : "";
            if (attempt == 5 || !said.Contains("could not bind", StringComparison.Ordinal))
                throw new PostgresException($"PostgreSQL did not start on {directory}: {LastLine(said)} (more in {log})");
        }
    }

    /// <summary>A connection string for one of its databases.</summary>
    public string ConnectionString(string database, string? password = null) => string.Create(CultureInfo.InvariantCulture,
        $"Host=127.0.0.1;Port={Port};Username=trawl;Database={database};GSS Encryption Mode=Disable{(password is null ? "" : $";Password={password}")}");

    /// <summary>Stops the server, ending what transactions there still are, and waits for it.</summary>
    public async ValueTask DisposeAsync()
    {
        _keeper.StandardInput.Close();
        await _keeper.WaitForExitAsync();
        _keeper.Dispose();
    }

    private static Process StartKeeper(PostgresAccount? account, string[] command)
    {
        string[] full = [.. account?.Prefix() ?? [], .. command];
        // The working directory may be one that the account must not enter.
        var start = new ProcessStartInfo(full[0], full[1..]) { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false, WorkingDirectory = "/" };
        start.Environment["LC_ALL"] = Shell.Locale;
        return Process.Start(start)!;
    }

    // Made with the owner and the mode it needs from the start: nobody else ever reads what is in it.
    private static void Own(string path, PostgresAccount? account, bool file = false)
    {
        if (file && !File.Exists(path))
            using (new FileStream(path, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite }))
            {
            }
        else if (!file)
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        if (account is not null && Shell.Run("chown", $"{account.Uid}:{account.Gid}", path) is { ExitCode: not 0 } failed)
            throw new PostgresException($"Cannot give {path} to the account {account.Name}: {LastLine(failed.Output)}");
    }

    private static void Check(PostgresAccount? account, string[] command, string directory)
    {
        string[] full = [.. account?.Prefix() ?? [], .. command];
        var ran = Shell.Run(full[0], full.AsSpan(1));
        if (ran.ExitCode != 0)
            throw new PostgresException($"Cannot make a PostgreSQL cluster in {directory}{(account is null ? "" : $" as the account {account.Name}")}: {LastLine(ran.Output)}");
    }

    private static string LastLine(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault("it said nothing");

    private static int FreePort()
    {
        using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        probe.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)probe.LocalEndPoint!).Port;
    }
}
