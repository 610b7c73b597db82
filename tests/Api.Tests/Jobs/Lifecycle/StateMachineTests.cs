using System.Net;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Trawl.Api.Database;
using Trawl.Api.Jobs.Lifecycle;
using Trawl.Api.Tests.Http;

namespace Trawl.Api.Tests.Jobs.Lifecycle;

/// <summary>Holds <c>docs/state-machine.md</c> to what the Api does.</summary>
[Collection(RestCollection.Name)]
public sealed partial class StateMachineTests(RestHost host)
{
    private static readonly string[] Commands = ["cancel", "pause", "resume", "retry", "priority", "delete"];

    [Fact]
    public void What_is_drawn_is_the_table_of_transitions()
    {
        var drawn = Arrow().Matches(Page()).Where(arrow => arrow.Groups[1].Value != "[*]").Select(arrow => arrow.Value.Trim()).Order();
        var known = JobTransitions.All.Select(way => $"{Name(way.Key.From)} --> {Name(way.Value)}: {Name(way.Key.Move)}").Order();
        Assert.Equal(known, drawn);
    }

    [Fact]
    public void Every_way_that_is_not_in_it_throws()
    {
        foreach (var from in Enum.GetValues<JobStatus>())
            foreach (var move in Enum.GetValues<JobMove>().Where(move => !JobTransitions.Allows(from, move)))
                Assert.Throws<InvalidOperationException>(() => JobTransitions.After(from, move));
    }

    [Fact]
    public void Every_status_can_be_reached_and_none_is_a_trap()
    {
        var all = Enum.GetValues<JobStatus>();
        Assert.Equal(all.Order(), JobTransitions.All.Values.Distinct().Order());
        Assert.Equal(all.Order(), JobTransitions.All.Keys.Select(way => way.From).Distinct().Order());
        // Whatever it is doing, it can be made to end.
        Assert.All(all.Where(status => !status.IsTerminal() && status != JobStatus.Cancelling), status => Assert.True(JobTransitions.Allows(status, JobMove.Cancel)));
    }

    [Fact]
    public async Task Every_command_answers_in_every_status_as_the_page_says()
    {
        var rows = Row().Matches(Page());
        Assert.Equal(Enum.GetNames<JobStatus>().Select(JsonNamingPolicy.CamelCase.ConvertName), rows.Select(row => row.Groups[1].Value));
        var client = host.NewUser();
        foreach (Match row in rows)
            foreach (var (command, expected) in Commands.Zip(row.Groups[2].Captures.Select(field => field.Value.Trim())))
            {
                var answer = await SendAsync(client, command, await JobAsync(client.UserId, Enum.Parse<JobStatus>(row.Groups[1].Value, ignoreCase: true)));
                Assert.Equal($"{row.Groups[1].Value} {command} {expected}", $"{row.Groups[1].Value} {command} {(int)answer.Status}");
                if (answer.Status == HttpStatusCode.Conflict)
                    Assert.Equal("invalid_status", answer.Code);
            }
    }

    [Fact]
    public async Task Each_command_to_another_s_job_is_not_found()
    {
        var (alice, mallory) = (host.NewUser(), host.NewUser());
        foreach (var command in Commands)
        {
            var theirs = await SendAsync(mallory, command, await JobAsync(alice.UserId, JobStatus.Running));
            Assert.Equal((command, HttpStatusCode.NotFound, "not_found"), (command, theirs.Status, theirs.Code));
        }
    }

    private static Task<Answer> SendAsync(RestClient client, string command, Guid job) => command switch
    {
        "priority" => client.SendAsync(HttpMethod.Patch, $"/api/jobs/{job}", new StringContent("""{"priority":"high"}""", Encoding.UTF8, "application/json")),
        "delete" => client.SendAsync(HttpMethod.Delete, $"/api/jobs/{job}"),
        _ => client.PostAsync($"/api/jobs/{job}/{command}"),
    };

    /// <summary>With a page that failed, so that there is something to retry.</summary>
    private async Task<Guid> JobAsync(string userId, JobStatus status)
    {
        await using var db = await host.DatabaseAsync();
        var source = Rows.Source(userId);
        var job = Rows.Job(userId, status, source.Id);
        db.AddRange(source, job, Rows.Page(job.Id, "/", PageStatus.Failed));
        // A worker has something of it, where one may: else cancelling would be over at once.
        if (status is JobStatus.Cancelling or JobStatus.Running)
            db.Add(Rows.Lease(job.Id));
        await db.SaveChangesAsync();
        return job.Id;
    }

    private static string Name<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    private static string Page() => File.ReadAllText(Path.Combine(Path.GetDirectoryName(Here())!, "../../../../docs/state-machine.md"));

    private static string Here([CallerFilePath] string file = "") => file;

    [GeneratedRegex(@"^ +(\S+) --> \w+: [\w ]+$", RegexOptions.Multiline)]
    private static partial Regex Arrow();

    [GeneratedRegex(@"^\| `(\w+)` \|(?:( \d{3} )\|){6}$", RegexOptions.Multiline)]
    private static partial Regex Row();
}
