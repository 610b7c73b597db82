using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Trawl.TestSupport;

namespace Trawl.AllInOne.Tests;

/// <summary>What the README prints is run here, word for word but for the ports.</summary>
public sealed partial class ReadmeTests
{
    private static readonly string Readme = File.ReadAllText(Path.Combine(BuiltService.Repository, "README.md"));

    [Fact]
    public async Task The_printed_crawl_is_accepted_and_the_printed_local_one_is_found()
    {
        await using var trawl = new AllInOneProcess(new Dictionary<string, string> { ["Crawler__AllowPrivateNetworks"] = "true" });
        await trawl.Process.StartAsync();
        await using var site = await TestSite.StartAsync();
        var folder = Path.Combine(BuiltService.Repository, "docs", "site");
        site.Folder("/", folder);
        site.Respond("/", context =>
        {
            context.Response.ContentType = "text/html";
            return context.Response.Body.WriteAsync(File.ReadAllBytes(Path.Combine(folder, "index.html"))).AsTask();
        });

        var answers = new List<JsonElement>();
        foreach (var command in Commands())
        {
            var answer = await RunAsync(command
                .Replace("127.0.0.1:3001", trawl.Process.Address.Authority, StringComparison.Ordinal)
                .Replace("127.0.0.1:8000", site.Address.Authority, StringComparison.Ordinal));
            answers.Add(answer);
            if (answer.TryGetProperty("id", out var id) && command.Contains("8000", StringComparison.Ordinal))
                await EndedAsync(trawl.Process.Address, id.GetString()!);
        }

        Assert.Equal(4, answers.Count);
        Assert.Equal("queued", answers[0].GetProperty("status").GetString());
        Assert.Equal(JsonValueKind.Array, answers[1].GetProperty("items").ValueKind);
        Assert.EndsWith("/events.html", answers[3].GetProperty("items")[0].GetProperty("url").GetString());
    }

    [Fact]
    public void Every_file_that_the_readme_links_to_is_there() =>
        Assert.All(Links().Matches(Readme), link => Assert.True(File.Exists(Path.Combine(BuiltService.Repository, link.Groups[1].Value)), link.Value));

    /// <summary>The curl commands of the README's shell blocks, in order.</summary>
    private static IEnumerable<string> Commands() => ShellBlocks().Matches(Readme)
        .SelectMany(block => block.Groups[1].Value.Replace("\\\n", " ", StringComparison.Ordinal).Split('\n'))
        .Where(line => line.StartsWith("curl ", StringComparison.Ordinal));

    private static async Task<JsonElement> RunAsync(string command)
    {
        using var shell = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", command]) { RedirectStandardOutput = true })!;
        var output = await shell.StandardOutput.ReadToEndAsync();
        await shell.WaitForExitAsync();
        Assert.Equal(0, shell.ExitCode);
        return JsonDocument.Parse(output).RootElement;
    }

    private static async Task EndedAsync(Uri address, string jobId)
    {
        using var http = new HttpClient { BaseAddress = address };
        var seq = 0L;
        for (var answers = 0; answers < 60; answers++)
        {
            var text = await http.GetStringAsync(string.Create(CultureInfo.InvariantCulture, $"/api/jobs/{jobId}/events?after={seq}&wait=5"));
            var job = JsonDocument.Parse(text).RootElement.GetProperty("job");
            seq = job.GetProperty("seq").GetInt64();
            if (job.GetProperty("finishedAt").ValueKind == JsonValueKind.String)
            {
                Assert.Equal("completed", job.GetProperty("status").GetString());
                return;
            }
        }

        Assert.Fail("The crawl of the README did not end.");
    }

    [GeneratedRegex("```sh\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex ShellBlocks();

    [GeneratedRegex(@"\]\(([^)#:]+)\)")]
    private static partial Regex Links();
}
