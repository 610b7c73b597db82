using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Trawl.TestSupport;

/// <summary>
/// A real RabbitMQ as a private process: own ports, own directory, own Erlang name service, loopback only. It runs under a shell that
/// reads from this process and ends it, with everything it left, as soon as this process is gone, however it went.
/// </summary>
public sealed class RabbitMqServer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private static readonly Lazy<Task<RabbitMqServer?>> SharedServer = new(StartSharedAsync);

    /// <summary>Job control gives each of the two a process group, so that a kill reaches what they started.</summary>
    private const string Guardian = """
        set -m
        epmd -port "$ERL_EPMD_PORT" -address 127.0.0.1 >"$DIR/epmd.log" 2>&1 </dev/null & epmd=$!
        "$SERVER" >"$DIR/server.log" 2>&1 </dev/null & server=$!
        read -r word
        if [ "$word" = stop ]; then kill -TERM $server; wait $server; fi
        kill -KILL -- -$server -$epmd 2>/dev/null
        wait 2>/dev/null
        case "$word" in stop|kill) ;; *) rm -rf "$DIR" ;; esac
        """;

    private static readonly string[] Binaries =
        ["/usr/lib/rabbitmq/bin/rabbitmq-server", "/opt/homebrew/sbin/rabbitmq-server", "/usr/local/sbin/rabbitmq-server"];

    private readonly string _directory = Directory.CreateTempSubdirectory("trawl-rabbitmq-").FullName;
    private readonly int _port = FreePort();
    private readonly int _epmdPort = FreePort();
    private readonly int _distributionPort = FreePort();
    private Process? _guardian;

    /// <summary>Of a server that nobody else uses: it may be stopped. Not started yet.</summary>
    public RabbitMqServer() => ConnectionString = string.Create(CultureInfo.InvariantCulture, $"amqp://guest:guest@127.0.0.1:{_port}/");

    /// <summary>Stays the same over stops and starts.</summary>
    public string ConnectionString { get; }

    /// <summary>
    /// The connection string of a server that all tests of this process share: <c>TRAWL_TEST_RABBITMQ</c>, else one started when it is first
    /// asked for. Not to be stopped; and not empty, so tests of it use names of their own.
    /// </summary>
    public static async Task<string> SharedAsync() =>
        Environment.GetEnvironmentVariable("TRAWL_TEST_RABBITMQ") is { Length: > 0 } given ? given : (await SharedServer.Value)!.ConnectionString;

    /// <summary>Starts a private server and waits until it takes connections.</summary>
    public static async Task<RabbitMqServer> StartNewAsync()
    {
        var server = new RabbitMqServer();
        await server.StartAsync();
        return server;
    }

    /// <summary>Starts it, again on the same port and with what it had stored.</summary>
    public async Task StartAsync()
    {
        if (_guardian is not null)
            throw new InvalidOperationException("It is running.");
        await File.WriteAllTextAsync(Path.Combine(_directory, "enabled_plugins"), "[].");
        _guardian = Process.Start(StartInfo()) ?? throw new InvalidOperationException("No shell.");
        var deadline = Stopwatch.StartNew();
        while (!await AnswersAsync())
        {
            if (deadline.Elapsed > Patience || _guardian.HasExited)
                throw new InvalidOperationException($"RabbitMQ did not start: {await ReadLogAsync()}");
            await Task.Delay(50);
        }
    }

    /// <summary>Stops it in an orderly manner; what is durable is kept.</summary>
    public Task StopAsync() => EndAsync("stop");

    /// <summary>Ends it as <c>kill -9</c> does; what was on disk is kept.</summary>
    public Task KillAsync() => EndAsync("kill");

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await EndAsync("");
        if (Directory.Exists(_directory))
            Directory.Delete(_directory, recursive: true);
    }

    private static async Task<RabbitMqServer?> StartSharedAsync() => await StartNewAsync();

    private async Task EndAsync(string word)
    {
        if (_guardian is not { } guardian)
            return;
        _guardian = null;
        if (word.Length > 0)
            await guardian.StandardInput.WriteLineAsync(word);
        guardian.StandardInput.Close();
        await guardian.WaitForExitAsync().WaitAsync(Patience);
        guardian.Dispose();
    }

    private ProcessStartInfo StartInfo()
    {
        var start = new ProcessStartInfo("bash") { RedirectStandardInput = true, WorkingDirectory = _directory };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add(Guardian);
        var environment = start.Environment;
        environment["DIR"] = environment["HOME"] = _directory;
        environment["SERVER"] = Binary();
        environment["LANG"] = "C.UTF-8";
        environment["RABBITMQ_NODENAME"] = $"trawl{Number(_port)}@localhost";
        environment["RABBITMQ_CONF_ENV_FILE"] = "/dev/null";
        environment["RABBITMQ_CONFIG_FILE"] = Path.Combine(_directory, "rabbitmq");
        environment["RABBITMQ_ENABLED_PLUGINS_FILE"] = Path.Combine(_directory, "enabled_plugins");
        environment["RABBITMQ_MNESIA_BASE"] = Path.Combine(_directory, "mnesia");
        environment["RABBITMQ_LOG_BASE"] = Path.Combine(_directory, "log");
        environment["RABBITMQ_PID_FILE"] = Path.Combine(_directory, "rabbit.pid");
        environment["RABBITMQ_NODE_IP_ADDRESS"] = "127.0.0.1";
        environment["RABBITMQ_NODE_PORT"] = Number(_port);
        environment["RABBITMQ_DIST_PORT"] = Number(_distributionPort);
        environment["ERL_EPMD_PORT"] = Number(_epmdPort);
        environment["ERL_EPMD_ADDRESS"] = "127.0.0.1";
        // Schedulers that do not spin: the tests need the processors.
        environment["RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS"] = "+sbwt none +sbwtdcpu none +sbwtdio none -kernel inet_dist_use_interface {127,0,0,1}";
        return start;
    }

    /// <summary>The script itself: the wrapper in the search path insists on its own user and directories.</summary>
    private static string Binary() =>
        Binaries.FirstOrDefault(File.Exists)
        ?? throw new InvalidOperationException("RabbitMQ is not installed. Install rabbitmq-server, or set TRAWL_TEST_RABBITMQ for the tests that do not stop it.");

    private async Task<bool> AnswersAsync()
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, _port);
            await client.GetStream().WriteAsync("AMQP\0\0\u0009\u0001"u8.ToArray());
            return await client.GetStream().ReadAsync(new byte[1]) == 1;
        }
        catch (Exception exception) when (exception is SocketException or IOException)
        {
            return false;
        }
    }

    private async Task<string> ReadLogAsync()
    {
        var log = Path.Combine(_directory, "server.log");
        return File.Exists(log) ? await File.ReadAllTextAsync(log) : "it left no log.";
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
