using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Trawl.Realtime.Publishing;
using Trawl.TestSupport;

namespace Trawl.Realtime.Servers;

/// <summary>Nchan in Debian's nginx, with one worker: that is what counts. Published to by HTTP, from this process.</summary>
internal sealed class NchanServer : IServer
{
    private const string Module = "/usr/lib/nginx/modules/ngx_nchan_module.so";
    private readonly string _directory;
    private readonly Process _nginx;
    private readonly DeathWatch _watch;
    private readonly NchanSink _sink;

    private NchanServer(string directory, int port, Process nginx)
    {
        (_directory, _nginx, Address) = (directory, nginx, new Uri($"http://127.0.0.1:{port.ToString(CultureInfo.InvariantCulture)}"));
        _watch = DeathWatch.Over(nginx.Id, directory);
        _sink = new NchanSink(port);
    }

    public static string? Missing => File.Exists("/usr/sbin/nginx") && File.Exists(Module) ? null : "nginx with libnginx-mod-nchan is not installed";

    public Uri Address { get; }

    public int ProcessId => int.Parse(
        File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{_nginx.Id}/task/{_nginx.Id}/children")).Split(' ')[0], CultureInfo.InvariantCulture);

    public static async Task<IServer> StartAsync()
    {
        var port = FreePort();
        var directory = Directory.CreateTempSubdirectory("trawl-nchan-").FullName;
        var configuration = Path.Combine(directory, "nginx.conf");
        await File.WriteAllTextAsync(configuration, Configuration(directory, port));
        var nginx = Process.Start(new ProcessStartInfo("/usr/sbin/nginx", ["-p", directory, "-e", Path.Combine(directory, "error.log"), "-c", configuration]))!;
        for (var attempt = 0; !await AnswersAsync(port); attempt++)
        {
            if (nginx.HasExited || attempt == 100)
                throw new InvalidOperationException($"nginx did not start: {await File.ReadAllTextAsync(Path.Combine(directory, "error.log"))}");
            await Task.Delay(50);
        }

        return new NchanServer(directory, port, nginx);
    }

    public Task<IReadOnlyList<JobChannel>> ChannelsAsync(int count) => Task.FromResult(JobChannel.Make(count));

    public Task<Publication> PublishAsync(IReadOnlyList<JobChannel> channels, Workload load) =>
        EventSource.RunAsync(_sink, channels, new EventWriter(load.Type, load.Bytes), load.Rate, TimeSpan.FromSeconds(load.Seconds));

    public async ValueTask DisposeAsync()
    {
        _sink.Dispose();
        _nginx.Kill(entireProcessTree: true);
        await _nginx.WaitForExitAsync();
        _watch.Dispose();
        _nginx.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    // A buffer, because who is being written to at the moment finds the next message only there.
    private static string Configuration(string directory, int port) => $$"""
        load_module {{Module}};
        daemon off;
        worker_processes 1;
        worker_rlimit_nofile 65536;
        pid {{directory}}/nginx.pid;
        events { worker_connections 32768; }
        http {
          access_log off;
          keepalive_requests 1000000000;
          client_body_temp_path {{directory}}/body;
          proxy_temp_path {{directory}}/proxy;
          fastcgi_temp_path {{directory}}/fastcgi;
          uwsgi_temp_path {{directory}}/uwsgi;
          scgi_temp_path {{directory}}/scgi;
          nchan_max_reserved_memory 512M;
          server {
            listen 127.0.0.1:{{port.ToString(CultureInfo.InvariantCulture)}} backlog=4096;
            location /pub { nchan_publisher http; nchan_channel_id $arg_id; nchan_message_buffer_length 5000; nchan_message_timeout 10s; }
            location /sub { nchan_subscriber websocket; nchan_channel_id $arg_id; nchan_subscriber_first_message newest; }
          }
        }
        """;

    private static async Task<bool> AnswersAsync(int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        probe.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)probe.LocalEndPoint!).Port;
    }
}
