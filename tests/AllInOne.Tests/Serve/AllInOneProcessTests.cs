using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
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

    [Fact]
    public async Task The_end_of_a_job_is_a_line_in_its_log()
    {
        await using var trawl = new AllInOneProcess();
        await trawl.Process.StartAsync();
        using var http = new HttpClient { BaseAddress = trawl.Process.Address };
        var created = await http.PostAsJsonAsync("/api/jobs", new { type = "custom", title = "Work done elsewhere" });
        var id = (await created.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString();

        await http.PostAsJsonAsync($"/api/jobs/{id}/complete", new { result = new { } });

        await Eventually.TrueAsync(() => trawl.Process.Output.Contains($"Job {id} of anonymous Completed after 00:00:", StringComparison.Ordinal), TimeSpan.FromMinutes(1));
    }

    [Theory]
    [InlineData("Crawler__Slots", "many", "Crawler:Slots")]
    [InlineData("Logging__LogLevel__Default", "Loud", "Logging:LogLevel:Default is 'Loud', which is no log level.")]
    [InlineData("ASPNETCORE_URLS", "nonsense", "ASPNETCORE_URLS contains 'nonsense'")]
    [InlineData("ConnectionStrings__Database", "nonsense", "ConnectionStrings:Database is not a PostgreSQL connection string")]
    public async Task A_setting_that_cannot_be_read_is_told_in_a_sentence_that_names_it(string name, string value, string told)
    {
        await using var trawl = new AllInOneProcess(new Dictionary<string, string> { [name] = value });

        trawl.Process.Launch();

        Assert.Equal(78, await trawl.Process.EndedAsync());
        await Eventually.TrueAsync(() => trawl.Process.Output.Contains(told, StringComparison.Ordinal), TimeSpan.FromSeconds(5));
        Assert.DoesNotContain("   at ", trawl.Process.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_that_is_taken_is_told_before_anything_is_started()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        await using var trawl = new AllInOneProcess(new Dictionary<string, string> { ["ASPNETCORE_URLS"] = $"http://{other.LocalEndpoint}" });

        trawl.Process.Launch();

        Assert.Equal(1, await trawl.Process.EndedAsync());
        await Eventually.TrueAsync(
            () => trawl.Process.Output.Contains($"{other.LocalEndpoint}: address already in use. Stop what listens there, or set BACKEND_PORT", StringComparison.Ordinal),
            TimeSpan.FromSeconds(5));
        Assert.DoesNotContain("   at ", trawl.Process.Output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(trawl.DataDirectory, "postgres")));
    }

    private static int ServerOf(AllInOneProcess trawl) =>
        int.Parse(File.ReadLines(Path.Combine(trawl.DataDirectory, "postgres", "postmaster.pid")).First(), CultureInfo.InvariantCulture);

    private static bool IsRunning(int pid) => Process.GetProcesses().Any(process => process.Id == pid);
}
