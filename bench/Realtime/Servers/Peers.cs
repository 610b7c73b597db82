using System.Diagnostics;
using Trawl.TestSupport;

namespace Trawl.Realtime.Servers;

/// <summary>Peers that are programs beside this one: in <c>peers</c>, and in whatever is installed.</summary>
internal static class Peers
{
    private static readonly string Folder = Path.Combine(BuiltService.Repository, "bench", "Realtime", "peers");
    private static readonly string Modules = Path.Combine(Folder, "socketio", "node_modules", "socket.io");

    public static string? EpollMissing => Find("cc") is null ? "there is no C compiler" : null;

    public static string? SocketIoMissing =>
        Find("node") is null ? "node is not installed" : Directory.Exists(Modules) ? null : "socket.io is not installed: npm install in bench/Realtime/peers/socketio";

    public static async Task<IServer> EpollAsync()
    {
        var program = Path.Combine(AppContext.BaseDirectory, "epoll");
        using var compiler = Process.Start("cc", ["-O2", "-o", program, Path.Combine(Folder, "epoll.c")]);
        await compiler.WaitForExitAsync();
        return await ServerProcess.StartAsync(program);
    }

    public static async Task<IServer> SocketIoAsync() => await ServerProcess.StartAsync("node", Path.Combine(Folder, "socketio", "server.js"));

    private static string? Find(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);
}
