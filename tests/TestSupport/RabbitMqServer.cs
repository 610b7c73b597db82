using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Trawl.TestSupport;

/// <summary>
/// A real RabbitMQ for tests: Debian's or Homebrew's server as a process of its own, on loopback, in a directory of its own,
/// gone with this process however it ends. It may be stopped, killed and started again on the same port.
/// </summary>
public sealed class RabbitMqServer : IAsyncDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(3);
    private static readonly Lazy<Task<RabbitMqServer>> SharedServer = new(() => Task.Run(StartSharedAsync));

    private readonly string? _directory;
    private readonly int _port;
    private Process? _epmd;
    private DeathWatch? _epmdWatch;
    private Process? _server;
    private DeathWatch? _serverWatch;

    private RabbitMqServer(string? directory, int port, string connectionString)
    {
        _directory = directory;
        _port = port;
        ConnectionString = connectionString;
    }

    /// <summary><c>amqp://user:password@host:port/vhost</c>.</summary>
    public string ConnectionString { get; }

    /// <summary>The number of the running broker process.</summary>
    public int Id => BrokerId();

    /// <summary>This test process's broker: the one that <c>TRAWL_TEST_RABBITMQ</c> names, or a private one. Not to be stopped.</summary>
    public static Task<RabbitMqServer> SharedAsync() => SharedServer.Value;

    /// <summary>A private broker of the caller's own.</summary>
    public static async Task<RabbitMqServer> StartAsync()
    {
        var port = KeptPort.Take();
        var directory = Directory.CreateTempSubdirectory("trawl-rabbitmq-").FullName;
        foreach (var folder in (string[])["mnesia", "log", "home"])
            Directory.CreateDirectory(Path.Combine(directory, folder));
        await File.WriteAllTextAsync(Path.Combine(directory, "enabled_plugins"), "[].");
        await File.WriteAllTextAsync(Path.Combine(directory, "rabbitmq.conf"), "vm_memory_high_watermark.absolute = 2GB\ndisk_free_limit.absolute = 50MB\n");
        var server = new RabbitMqServer(directory, port, $"amqp://guest:guest@127.0.0.1:{port.ToString(CultureInfo.InvariantCulture)}/");
        try
        {
            await server.LaunchAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts it again after <see cref="StopAsync"/> or <see cref="KillAsync"/>, with what it had stored.</summary>
    public Task RestartAsync() => LaunchAsync();

    /// <summary>An orderly stop.</summary>
    public Task StopAsync() => EndAsync("TERM");

    /// <summary>SIGKILL.</summary>
    public Task KillAsync() => EndAsync("KILL");

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_directory is null)
            return;
        if (_server is not null)
            await EndAsync("KILL");
        _epmdWatch?.Dispose();
        _epmd?.Kill();
        _epmd?.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    private static async Task<RabbitMqServer> StartSharedAsync()
    {
        if (Environment.GetEnvironmentVariable("TRAWL_TEST_RABBITMQ") is { Length: > 0 } given)
            return new RabbitMqServer(null, 0, given);
        // Nobody disposes it: its death watch does when this process ends. A handler of that end would be cut off in the middle.
        return await StartAsync();
    }

    private async Task LaunchAsync()
    {
        var script = FindServer();
        if (_epmd is null)
        {
            _epmd = Start(FindEpmd(), ["-port", EpmdPort, "-address", "127.0.0.1"]);
            _epmdWatch = DeathWatch.Over(_epmd.Id);
        }

        File.Delete(PidFile);
        _server = Start(script, []);
        var started = Stopwatch.GetTimestamp();
        while (!await AnswersAsync())
        {
            if (_server.HasExited || Stopwatch.GetElapsedTime(started) > Deadline)
                throw new InvalidOperationException($"RabbitMQ did not start.\n{await StartupLogAsync()}");
            await Task.Delay(50);
        }

        // The script starts the broker as a child of its own: the broker is the one to watch and to kill.
        _serverWatch = DeathWatch.Over(BrokerId(), _directory);
    }

    private async Task EndAsync(string signal)
    {
        if (_directory is null)
            throw new InvalidOperationException("A broker that was given by TRAWL_TEST_RABBITMQ is not ours to stop.");
        if (File.Exists(PidFile))
        {
            using var kill = Process.Start("kill", [$"-{signal}", BrokerId().ToString(CultureInfo.InvariantCulture)]);
            await kill.WaitForExitAsync();
        }
        else
        {
            _server!.Kill(entireProcessTree: true);
        }

        await _server!.WaitForExitAsync().WaitAsync(Deadline);
        _serverWatch?.Dispose();
        _serverWatch = null;
        _server.Dispose();
        _server = null;
    }

    private Process Start(string file, IEnumerable<string> arguments)
    {
        // Through a shell that sends all output to a file and becomes the program: nobody has to empty a pipe.
        var log = Path.Combine(_directory!, "startup.log");
        var start = new ProcessStartInfo("/bin/sh", ["-c", "exec \"$@\" >>\"$0\" 2>&1 </dev/null", log, file, .. arguments]);
        var text = (int offset) => (_port + offset).ToString(CultureInfo.InvariantCulture);
        var environment = start.Environment;
        environment["HOME"] = Path.Combine(_directory!, "home");
        environment["LANG"] = "C.UTF-8";
        environment["RABBITMQ_NODENAME"] = $"trawl{text(0)}@localhost";
        environment["RABBITMQ_CONF_ENV_FILE"] = "/dev/null";
        environment["RABBITMQ_MNESIA_BASE"] = Path.Combine(_directory!, "mnesia");
        environment["RABBITMQ_LOG_BASE"] = Path.Combine(_directory!, "log");
        environment["RABBITMQ_PID_FILE"] = PidFile;
        environment["RABBITMQ_NODE_IP_ADDRESS"] = "127.0.0.1";
        environment["RABBITMQ_NODE_PORT"] = text(0);
        environment["RABBITMQ_DIST_PORT"] = DistributionPort;
        environment["RABBITMQ_CONFIG_FILE"] = Path.Combine(_directory!, "rabbitmq.conf");
        environment["RABBITMQ_ENABLED_PLUGINS_FILE"] = Path.Combine(_directory!, "enabled_plugins");
        environment["RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS"] = "-kernel inet_dist_use_interface {127,0,0,1}";
        environment["ERL_EPMD_PORT"] = EpmdPort;
        environment["ERL_EPMD_ADDRESS"] = "127.0.0.1";
        return Process.Start(start)!;
    }

    private string PidFile => Path.Combine(_directory!, "broker.pid");

    private string EpmdPort { get; } = KeptPort.Take().ToString(CultureInfo.InvariantCulture);

    private string DistributionPort { get; } = KeptPort.Take().ToString(CultureInfo.InvariantCulture);

    private int BrokerId() => int.Parse(File.ReadAllText(PidFile), CultureInfo.InvariantCulture);

    private async Task<bool> AnswersAsync()
    {
        if (!File.Exists(PidFile) || new FileInfo(PidFile).Length == 0)
            return false;
        try
        {
            await using var connection = await new ConnectionFactory { Uri = new Uri(ConnectionString) }.CreateConnectionAsync();
            return true;
        }
        catch (BrokerUnreachableException)
        {
            return false;
        }
    }

    private async Task<string> StartupLogAsync() => await File.ReadAllTextAsync(Path.Combine(_directory!, "startup.log"));

    private static string FindServer() =>
        Array.Find(["/usr/lib/rabbitmq/bin/rabbitmq-server", "/opt/homebrew/sbin/rabbitmq-server", "/usr/local/sbin/rabbitmq-server"], File.Exists)
        ?? throw new FileNotFoundException("RabbitMQ is missing: 'make test' installs it, or set TRAWL_TEST_RABBITMQ to an amqp:// URL.");

    private static string FindEpmd() =>
        Array.Find(["/usr/bin/epmd", "/opt/homebrew/bin/epmd", "/usr/local/bin/epmd"], File.Exists)
        ?? throw new FileNotFoundException("Erlang's epmd is missing; it comes with RabbitMQ's packages.");
}
