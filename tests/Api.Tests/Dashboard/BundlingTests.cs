using System.Diagnostics;
using System.Text.Json;
using Trawl.TestSupport;

namespace Trawl.Api.Tests.Dashboard;

/// <summary>build/dashboard.mjs, on clients that build in no time and need no network.</summary>
public sealed class BundlingTests : IDisposable
{
    private const string Builds = """
        import { mkdirSync, writeFileSync } from "node:fs";
        const folder = process.argv[process.argv.indexOf("--outDir") + 1];
        mkdirSync(`${folder}/assets`, { recursive: true });
        writeFileSync(`${folder}/index.html`, "<p>fish</p>".repeat(100));
        writeFileSync(`${folder}/assets/dot.png`, Buffer.from([137, 80, 78, 71]));
        """;

    private readonly string _root = Directory.CreateTempSubdirectory("trawl-dashboard-").FullName;

    public BundlingTests()
    {
        Directory.CreateDirectory(Path.Combine(_root, "dashboard"));
        Write("package.json", """{ "name": "clients", "private": true, "workspaces": ["dashboard"] }""");
        Write("package-lock.json", """
            { "name": "clients", "lockfileVersion": 3, "requires": true, "packages": { "": { "name": "clients", "workspaces": ["dashboard"] },
              "dashboard": { "name": "@trawl/dashboard" }, "node_modules/@trawl/dashboard": { "resolved": "dashboard", "link": true } } }
            """);
        Write("dashboard/package.json", """{ "name": "@trawl/dashboard", "type": "module", "scripts": { "build": "node build.js" } }""");
        Write("dashboard/build.js", Builds);
    }

    private string Bundle => Path.Combine(_root, "out", "dashboard.json");

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public async Task What_was_built_is_in_one_file_that_the_api_reads()
    {
        Assert.Equal((0, ""), await BundleAsync());
        await using var stream = File.OpenRead(Bundle);
        var files = Trawl.Api.Dashboard.DashboardBundle.Read(stream).Files;
        Assert.Equal(["/assets/dot.png", "/index.html"], files.Select(file => file.Path));
        Assert.Equal([false, true], files.Select(file => file.IsCompressed));
        Assert.Equal(["dashboard.json"], Directory.GetFileSystemEntries(Path.GetDirectoryName(Bundle)!).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Several_builds_at_once_all_end_well_and_leave_a_whole_bundle()
    {
        var results = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => BundleAsync()));
        Assert.All(results, result => Assert.Equal((0, ""), result));
        Assert.Equal(2, JsonDocument.Parse(await File.ReadAllTextAsync(Bundle)).RootElement.GetArrayLength());
    }

    [Fact]
    public async Task A_build_that_was_killed_locks_nobody_out()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Bundle)!);
        using var dead = Process.Start("true");
        await dead.WaitForExitAsync();
        await File.WriteAllTextAsync($"{Bundle}.lock", $"{dead.Id}");
        Assert.Equal((0, ""), await BundleAsync());
    }

    [Fact]
    public async Task A_build_that_fails_says_why_and_leaves_what_was_there()
    {
        await BundleAsync();
        var before = await File.ReadAllTextAsync(Bundle);
        Write("dashboard/build.js", "console.error('no fish'); process.exit(7);");
        var (code, said) = await BundleAsync();
        Assert.Equal(1, code);
        Assert.Contains("no fish", said, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllTextAsync(Bundle));
    }

    private void Write(string path, string text) => File.WriteAllText(Path.Combine(_root, path), text);

    private async Task<(int Code, string Said)> BundleAsync()
    {
        var script = Path.Combine(BuiltService.Repository, "build", "dashboard.mjs");
        using var node = Process.Start(new ProcessStartInfo("node", [script, _root, Bundle]) { RedirectStandardError = true })!;
        var said = await node.StandardError.ReadToEndAsync();
        await node.WaitForExitAsync();
        return (node.ExitCode, said);
    }
}
