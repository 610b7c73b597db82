using System.CommandLine;
using System.Text.Json.Nodes;
using Spectre.Console;

namespace Trawl.AllInOne.Terminal;

/// <summary><c>crawl URL</c>: submits, follows it live, ends with counts and a sample search.</summary>
internal static class CrawlCommand
{
    private static readonly Argument<string> Url = new("url") { Description = "Where to start." };
    private static readonly Option<int?> MaxPages = new("--max-pages") { Description = "Stop after so many pages. Defaults to 500." };
    private static readonly Option<int?> MaxDepth = new("--max-depth") { Description = "Follow links so many steps from the start. Defaults to 10." };
    private static readonly Option<string?> Scope = new("--scope") { Description = "What belongs to the site: host (the default), domain, prefix or list." };
    private static readonly Option<string?> Title = new("--title") { Description = "What to call the source." };
    private static readonly Option<string[]> Include = new("--include") { Description = "Only paths like this: /docs/**. May be repeated." };
    private static readonly Option<string[]> Exclude = new("--exclude") { Description = "No paths like this. May be repeated." };
    private static readonly Option<int?> Concurrency = new("--concurrency") { Description = "Requests to the host at a time. Defaults to 8." };
    private static readonly Option<bool> NoRobots = new("--no-robots") { Description = "Do not ask robots.txt: for sites of your own." };
    private static readonly Option<bool> AllowPrivate = new("--allow-private") { Description = "Allow loopback and private addresses." };

    public static Command Create(Option<string?> data)
    {
        var command = new Command("crawl", "Crawls a site and shows it happening. Talks to the Trawl that serves on the data directory, if there is one.")
        {
            Url, MaxPages, MaxDepth, Scope, Title, Include, Exclude, Concurrency, NoRobots, AllowPrivate,
        };
        Scope.AcceptOnlyFromAmong("host", "domain", "prefix", "list");
        command.SetAction(parsed => Terminating.WithASentenceAsync(() => RunAsync(parsed, data)));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, Option<string?> data)
    {
        var settings = TrawlCommand.Settings(parsed.GetValue(data));
        if (parsed.GetValue(AllowPrivate))
            settings["Crawler:AllowPrivateNetworks"] = "true";
        await using var session = await Session.OpenAsync(settings);
        var job = await session.Api.SubmitAsync(Body(parsed), CancellationToken.None);
        using var follower = new JobFollower(session.Api, job.GetProperty("id").GetString()!);
        job = AnsiConsole.Profile.Capabilities.Interactive && AnsiConsole.Profile.Out.IsTerminal
            ? await ProgressBars.ShowAsync(follower)
            : await ProgressLines.ShowAsync(follower, Console.Out);
        await Summary.ShowAsync(AnsiConsole.Console, session.Api, job);
        return job.GetProperty("status").GetString() == "completed" ? 0 : 1;
    }

    /// <summary>Only what was given: the defaults are the server's.</summary>
    private static JsonObject Body(ParseResult parsed)
    {
        var body = new JsonObject { ["type"] = "crawl", ["url"] = parsed.GetValue(Url) };
        if (parsed.GetValue(MaxPages) is { } maxPages)
            body["maxPages"] = maxPages;
        if (parsed.GetValue(MaxDepth) is { } maxDepth)
            body["maxDepth"] = maxDepth;
        if (parsed.GetValue(Scope) is { } scope)
            body["scope"] = scope;
        if (parsed.GetValue(Title) is { } title)
            body["title"] = title;
        if (parsed.GetValue(Include) is { Length: > 0 } include)
            body["include"] = new JsonArray([.. include.Select(glob => JsonValue.Create(glob))]);
        if (parsed.GetValue(Exclude) is { Length: > 0 } exclude)
            body["exclude"] = new JsonArray([.. exclude.Select(glob => JsonValue.Create(glob))]);
        if (parsed.GetValue(Concurrency) is { } concurrency)
            body["concurrency"] = concurrency;
        if (parsed.GetValue(NoRobots))
            body["respectRobots"] = false;
        return body;
    }
}
