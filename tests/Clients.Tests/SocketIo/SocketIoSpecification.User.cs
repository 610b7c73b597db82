using System.Text.Json;
using Trawl.Clients.Tests.Server;

namespace Trawl.Clients.Tests.SocketIo;

public abstract partial class SocketIoSpecification
{
    [Fact]
    [Trait("Seed", "S1.4")]
    [Trait("Seed", "S1.8")]
    [Trait("Seed", "S1.9")]
    [Trait("Seed", "S1.10")]
    [Trait("Seed", "S1.11")]
    public async Task A_user_who_joins_sees_the_work_of_all_its_jobs()
    {
        var user = $"user_{Guid.NewGuid():N}";
        using var job = await Server.NewJobAsync(user);
        await using var client = Start(Server.Address, user: null);
        await client.SeesAsync("connected");
        await client.TellAsync("emit", "client:join", new { userId = user });
        await client.SeesAsync("subscribed", e => e.GetProperty("channel").GetString() == $"user:{user}");

        await job.EventAsync("sync:progress", new { stage = "validating", progress = 10, message = "Validating files..." });
        await job.EventAsync("preview:status", new { status = "ready", url = "http://localhost:8000" });
        await job.EventAsync("generation:progress", new { progress = 30, message = "Writing" });

        var sync = await client.SeesAsync("sync:progress");
        Assert.Equal("validating", sync.GetProperty("stage").GetString());
        Assert.Equal(10, sync.GetProperty("progress").GetInt32());
        Assert.Equal("Validating files...", sync.GetProperty("message").GetString());
        Assert.Equal(job.Id, sync.GetProperty("jobId").GetString());
        SocketIoFields.Time(sync);
        Assert.Equal("ready", (await client.SeesAsync("preview:status")).GetProperty("status").GetString());
        Assert.Equal(30, (await client.SeesAsync("generation:progress")).GetProperty("progress").GetInt32());
        await job.CompleteAsync(new { });
        await client.SeesAsync("completed", job.Id);
        AssertOneArgumentEach(client);
    }

    [Fact]
    [Trait("Seed", "S1.13")]
    public async Task A_user_who_joins_by_a_bare_id_gets_its_notifications()
    {
        var user = $"user_{Guid.NewGuid():N}";
        await using var client = Start(Server.Address, user: null);
        await client.SeesAsync("connected");
        await client.TellAsync("emit", "client:join", user);
        await client.SeesAsync("subscribed", e => e.GetProperty("channel").GetString() == $"user:{user}");

        foreach (var level in (string[])["info", "success", "warning", "error"])
            await Server.NotifyAsync(user, level, $"A title of {level}", $"A message of {level}");

        foreach (var level in (string[])["info", "success", "warning", "error"])
        {
            var notice = await client.SeesAsync("notification", e => e.GetProperty("type").GetString() == level);
            Assert.Equal($"A title of {level}", notice.GetProperty("title").GetString());
            Assert.Equal($"A message of {level}", notice.GetProperty("message").GetString());
            SocketIoFields.Time(notice);
        }
    }

    [Fact]
    [Trait("Seed", "S0.9")]
    [Trait("Seed", "S2.33")]
    public async Task Workers_commentary_and_questions_come_in_the_words_that_frontends_know()
    {
        using var job = await Server.NewJobAsync("commentary");
        await using var client = Start(Server.Address, "commentary", subscribe: job.Id);
        await client.SeesAsync("subscribed", job.Id);

        await job.EventAsync("processing_progress", new { taskName = "embed", completed = 3, total = 12, worker = "w1" });
        await job.EventAsync("batch_complete", new { taskName = "embed", completed = 6, total = 12, batchSize = 3 });
        await job.EventAsync("task_completed", new { taskName = "embed", completed = 12, failed = 0, durationMs = 5 });
        await job.EventAsync("worker_item_completed", new { workerName = "w1", item = "a", ok = true, durationMs = 5, queueSize = 2 });
        var question = Guid.CreateVersion7();
        await Server.Log.AskAsync(job.Id, question, "All of it?", ["yes", "no"]);

        var progress = await client.SeesAsync("processing_progress");
        Assert.Equal("embed 3 12 25", Fields(progress, "task_name", "completed", "total", "progress_percent"));
        Assert.Equal("embed 6 12 3", Fields(await client.SeesAsync("batch_complete"), "task_name", "completed", "total", "batch_size"));
        Assert.Equal("embed 12 0 5", Fields(await client.SeesAsync("task_completed"), "task_name", "completed", "failed", "duration_ms"));
        Assert.Equal("w1 a True", Fields(await client.SeesAsync("worker_item_completed"), "worker_name", "item", "ok"));
        var asked = await client.SeesAsync("clarification", job.Id);
        Assert.Equal($"{job.Id} {question} All of it? pending", Fields(asked, "sessionId", "clarificationId", "question", "status"));
        SocketIoFields.Time(asked);
        AssertOneArgumentEach(client);
    }

    [Fact]
    [Trait("Seed", "S2.40")]
    [Trait("Seed", "S1.27")]
    public async Task Who_subscribed_only_once_is_told_the_rest_after_its_line_was_cut()
    {
        using var job = await Server.NewJobAsync("cut");
        await using var line = new CutLine(Server.Address);
        await using var client = Start(line.Address, "cut", subscribeOnce: job.Id);
        await client.SeesAsync("subscribed", job.Id);
        await job.ModelResultAsync(new { model = "before", provider = "", status = "completed", result = "" });
        await client.SeesAsync("model_result", job.Id);

        line.Cut();
        await job.ModelResultAsync(new { model = "between", provider = "", status = "completed", result = "" });
        if (NoticesACut)
            await client.SeesAsync("disconnect");
        await client.SeesAsync("model_result", job.Id, e => e.GetProperty("modelName").GetString() == "between");
        await job.CompleteAsync(new { });

        await client.SeesAsync("completed", job.Id);
        Assert.Equal(["before", "between"], client.All("model_result").Select(e => e.GetProperty("modelName").GetString()));
        if (NoticesACut)
            Assert.Equal(2, client.All("connect").Length);
        Assert.Empty(client.All("reconnect"));
    }

    private static string Fields(JsonElement e, params string[] names) => string.Join(' ', names.Select(name => e.GetProperty(name).ToString()));
}
