using System.Collections.Concurrent;
using System.Text.Json;
using Trawl.Contracts.Channels;
using Trawl.Pipeline.Tests.Contract.Rows;

namespace Trawl.Pipeline.Tests.Contract;

/// <summary>Every row of the contract's section 3 over HTTP, every event of section 5 over a socket, and the names of section 8.</summary>
public abstract class ContractSpecification(IDeployment deployment)
{
    /// <summary>What takes a minute or half of one begins with the first test, beside the others.</summary>
    private static readonly string[] Slow = [EventTypes.Expired, EventTypes.Stalled];
    private static readonly ConcurrentDictionary<IDeployment, IReadOnlyDictionary<string, Task<JsonElement>>> Begun = new();

    private readonly IReadOnlyDictionary<string, Task<JsonElement>> _begun = Begun.GetOrAdd(deployment, _ => Slow.ToDictionary(type => type, type => HeardAsync(deployment, type)));

    private static readonly Dictionary<string, Row> Rows =
        new[] { JobRows.All, CustomJobRows.All, KnowledgeRows.All, PeopleRows.All, OperationRows.All }.SelectMany(rows => rows).ToDictionary(row => row.Item1, row => row.Item2);

    public static TheoryData<string> RowNames => [.. Rows.Keys];

    public static TheoryData<string> EventNames => [.. EventTable.All.Keys];

    [Theory]
    [MemberData(nameof(RowNames))]
    public async Task A_row_does_what_it_says(string row)
    {
        await using var scene = new Scene(deployment);
        await Rows[row].Proof(scene);
    }

    [Theory]
    [MemberData(nameof(EventNames))]
    public async Task An_event_is_heard_with_its_data(string type)
    {
        var heard = await (_begun.GetValueOrDefault(type) ?? HeardAsync(deployment, type));
        Scene.Has(heard, "type", "channel", "jobId", "seq", "version", "timestamp", "traceparent", "data");
        Assert.Equal(type, Line.TypeOf(heard));
        Scene.Has(heard.GetProperty("data"), EventTable.All[type].Fields);
        // From the document clients have their types.
        var schema = new Schema((await new Rest(deployment.Api, "reader").GetAsync("/openapi/v1.json")).Is(200).Json);
        Assert.Empty(schema.Faults(schema.DataOf(type), heard.GetProperty("data")));
        var isLog = !EventTypes.State.Contains(type) && !EventTypes.Activity.Contains(type);
        Assert.Equal(isLog ? JsonValueKind.Number : JsonValueKind.Null, heard.GetProperty("seq").ValueKind);
    }

    private static async Task<JsonElement> HeardAsync(IDeployment deployment, string type)
    {
        await using var scene = new Scene(deployment);
        return await EventTable.All[type].Heard(scene);
    }

    [Fact]
    public async Task The_rows_are_all_that_there_is()
    {
        var document = (await new Rest(deployment.Api, "reader").GetAsync("/openapi/v1.json")).Is(200).Json;
        var offered = document.GetProperty("paths").EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject().Select(method => $"{method.Name.ToUpperInvariant()} {path.Name}"));
        Assert.Equal(offered.Order(), Rows.Values.SelectMany(row => row.Operations).Order());
        var types = typeof(EventTypes).GetFields().Where(field => field.IsLiteral).Select(field => (string)field.GetRawConstantValue()!);
        Assert.Equal(types.Order(), EventTable.All.Keys.Order());
    }

    [Fact]
    [Trait("Seed", "S0.1")]
    public async Task The_knowledge_socket_is_the_user_s_channel_in_flat_words()
    {
        await using var scene = new Scene(deployment);
        await using var line = await Line.OpenAsync(deployment.Notifier, $"/api/knowledge/ws?userId={scene.Alice.User}");
        await scene.LongCrawlAsync();
        var said = await line.HearAsync(EventTypes.ProcessingProgress);
        Scene.Has(said, "task_name", "completed", "total", "progress_percent");
        await line.SayAsync(new { type = "ping" });
        await line.HearAsync("pong");
    }

    [Fact]
    [Trait("Seed", "S4.6")]
    public async Task The_progress_socket_tells_the_whole_job_and_is_closed_after_it()
    {
        await using var scene = new Scene(deployment);
        var id = (await scene.DoneCrawlAsync()).GetProperty("id").GetString();
        await using var line = await Line.OpenAsync(deployment.Notifier, $"/ws/progress/{id}?userId={scene.Alice.User}");
        await line.HearAsync(EventTypes.Queued);
        await line.HearAsync(EventTypes.Completed);
        await line.Closed.WaitAsync(Scene.Deadline);
    }
}
