using System.Diagnostics;
using System.IO.Compression;
using System.Text.Json;
using System.Text.RegularExpressions;
using Trawl.TestSupport;

namespace Trawl.Work.Tests.CustomJobs;

/// <summary>The package as another team takes it: a project of its own, its README's programs, and no other source of packages.</summary>
[Collection(Server.Name)]
public sealed partial class PackageTests(Server server) : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("trawl-package-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    [Trait("Seed", "S0.22")]
    [Trait("Seed", "S0.29")]
    public async Task What_its_readme_prints_is_built_from_the_package_alone_and_watched_live()
    {
        await PackAsync();
        var program = await BuildAsync();

        var told = await server.WatchAsync("user:anonymous", () => DotnetAsync(program), told => told.Count(e => Type(e) == "completed") == 2);
        var events = told.Where(e => Job(e) is not null).ToArray();

        var first = events.Where(e => Job(e) == Job(events[0])).ToArray();
        Assert.Equal("started", Type(first[0]));
        Assert.Equal(["one.png", "three.png", "two.png"], Data(first, "worker_item_completed").Select(d => d.GetProperty("item").GetString()!).Order());
        Assert.Equal(100, Data(first, "processing_progress").Last().GetProperty("progressPercent").GetDouble());
        Assert.Equal("thumbnails", Assert.Single(Data(first, "task_completed")).GetProperty("taskName").GetString());
        Assert.Equal(3, Data(first, "completed").Single().GetProperty("result").GetProperty("thumbnails").GetInt32());
        Assert.Equal("completed", Type(first[^1]));
        var tasks = Data(events.Where(e => Job(e) != Job(events[0])), "task_completed").Select(d => d.GetProperty("taskName").GetString()!);
        Assert.Equal(["embedding_generation", "url_crawling"], tasks.Order());
    }

    private static string Type(JsonElement e) => e.GetProperty("type").GetString()!;

    private static string? Job(JsonElement e) => e.GetProperty("jobId").GetString();

    private static IEnumerable<JsonElement> Data(IEnumerable<JsonElement> events, string type) =>
        events.Where(e => Type(e) == type).Select(e => e.GetProperty("data"));

    private async Task PackAsync()
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        var project = Path.Combine(BuiltService.Repository, "shared", "Work", "Work.csproj");
        await DotnetAsync("pack", project, "-c", configuration, "--no-build", "-o", Path.Combine(folder, "source"), "-v", "q", "-nologo");
        using var package = ZipFile.OpenRead(Assert.Single(Directory.GetFiles(Path.Combine(folder, "source"), "Trawl.Work.*.nupkg")));
        var files = package.Entries.Select(entry => entry.FullName);
        Assert.Superset(new HashSet<string> { "README.md", "lib/net10.0/Trawl.Work.dll", "lib/net10.0/Trawl.Work.xml" }, files.ToHashSet());
        using var manifest = new StreamReader(package.GetEntry("Trawl.Work.nuspec")!.Open());
        var text = await manifest.ReadToEndAsync();
        Assert.Contains("<license type=\"expression\">Apache-2.0</license>", text, StringComparison.Ordinal);
        Assert.DoesNotContain("<dependency ", text, StringComparison.Ordinal);
    }

    private async Task<string> BuildAsync()
    {
        var readme = await File.ReadAllTextAsync(Path.Combine(BuiltService.Repository, "shared", "Work", "README.md"));
        var (five, flow) = CodeBlocks().Matches(readme) is [var a, var b] ? (a.Groups[1].Value, b.Groups[1].Value) : throw new InvalidDataException("The README has two programs.");
        five = five.Replace("http://127.0.0.1:3001", server.Address.ToString(), StringComparison.Ordinal);
        await File.WriteAllTextAsync(Path.Combine(folder, "Program.cs"), five + """
            await using var second = await CustomJob.CreateAsync(trawl, new CustomJobOptions { Title = "Flow" });
            await Flow.RunAsync(second, ["a", "b"]);
            """);
        await File.WriteAllTextAsync(Path.Combine(folder, "Flow.cs"), $$"""
            using Trawl.Work;
            using Trawl.Work.CustomJobs;
            static class Flow
            {
                public static async Task RunAsync(CustomJob job, string[] urls)
                {
                    {{flow}}
                }

                static Task<string> FetchAsync(string url, CancellationToken token) => Task.FromResult(url);
                static int Embed(string text) => text.Length;
            }
            """);
        await File.WriteAllTextAsync(Path.Combine(folder, "nuget.config"), """
            <configuration><packageSources><clear/><add key="own" value="source"/></packageSources></configuration>
            """);
        await File.WriteAllTextAsync(Path.Combine(folder, "Worker.csproj"), """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable><TreatWarningsAsErrors>true</TreatWarningsAsErrors><NuGetAudit>false</NuGetAudit>
              </PropertyGroup>
              <ItemGroup><PackageReference Include="Trawl.Work" Version="*" /></ItemGroup>
            </Project>
            """);
        await DotnetAsync("build", Path.Combine(folder, "Worker.csproj"), "-o", Path.Combine(folder, "out"), "-v", "q", "-nologo");
        return Path.Combine(folder, "out", "Worker.dll");
    }

    private async Task DotnetAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder };
        // The packages of whoever runs this test are none of its business, nor are compilers that would stay behind.
        start.Environment["NUGET_PACKAGES"] = Path.Combine(folder, "packages");
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["UseSharedCompilation"] = "false";
        using var process = Process.Start(start)!;
        var output = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, string.Concat(output));
    }

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex CodeBlocks();
}
