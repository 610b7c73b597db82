using System.Diagnostics;
using System.Globalization;
using Trawl.TestSupport;

namespace Trawl.AllInOne.Tests.Serve;

public sealed class AllInOneProcessTests
{
    [Fact]
    [Trait("Seed", "S4.27")]
    public async Task Killed_and_started_again_it_serves_and_its_database_dies_with_it()
    {
        await using var trawl = new AllInOneProcess();
        await trawl.Process.StartAsync();
        var server = ServerOf(trawl);

        await trawl.Process.KillAsync();
        await trawl.Process.StartAsync();

        await Eventually.TrueAsync(() => !IsRunning(server), TimeSpan.FromSeconds(30));
        Assert.NotEqual(server, ServerOf(trawl));
    }

    [Fact]
    public async Task A_second_one_on_the_same_data_says_so_in_one_sentence()
    {
        await using var trawl = new AllInOneProcess();
        await trawl.Process.StartAsync();
        await using var second = new ServiceProcess("AllInOne", new Dictionary<string, string> { ["Trawl__DataDirectory"] = trawl.DataDirectory });

        second.Launch();

        Assert.Equal(78, await second.EndedAsync());
        await Eventually.TrueAsync(() => second.Output.Contains($"and serves {trawl.Process.Address.GetLeftPart(UriPartial.Authority)}: stop it", StringComparison.Ordinal), TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task Told_to_stop_it_stops_its_database_last_and_leaves_nothing_running()
    {
        await using var trawl = new AllInOneProcess();
        await trawl.Process.StartAsync();
        var server = ServerOf(trawl);

        await trawl.Process.StopAsync();

        Assert.Equal(0, trawl.Process.ExitCode);
        Assert.False(IsRunning(server));
        Assert.False(File.Exists(Path.Combine(trawl.DataDirectory, "instance.json")));
        Assert.DoesNotContain("terminating connection", await File.ReadAllTextAsync(Path.Combine(trawl.DataDirectory, "postgres", "server.log")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_binaries_it_says_how_to_get_them()
    {
        await using var trawl = new AllInOneProcess(new Dictionary<string, string> { ["TRAWL_PG_BIN"] = "/nowhere" });

        trawl.Process.Launch();

        Assert.Equal(78, await trawl.Process.EndedAsync());
        await Eventually.TrueAsync(() => trawl.Process.Output.Contains("PostgreSQL is not installed: ", StringComparison.Ordinal), TimeSpan.FromSeconds(5));
    }

    private static int ServerOf(AllInOneProcess trawl) =>
        int.Parse(File.ReadLines(Path.Combine(trawl.DataDirectory, "postgres", "postmaster.pid")).First(), CultureInfo.InvariantCulture);

    private static bool IsRunning(int pid) => Process.GetProcesses().Any(process => process.Id == pid);
}
