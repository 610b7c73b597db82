using System.Text.Json;
using Trawl.Clients.Tests.Programs;
using Trawl.Clients.Tests.Server;

namespace Trawl.Clients.Tests.SocketIo;

/// <summary>What a frontend written for Socket.IO sees, whichever client it uses, and by whichever transport that starts.</summary>
public abstract partial class SocketIoSpecification(LiveServer server)
{
    protected LiveServer Server { get; } = server;

    /// <summary>Whether it loses its session with the line. Between two polls there is none to lose.</summary>
    protected virtual bool NoticesACut => true;

    /// <summary>Starts the client.</summary>
    /// <param name="address">The server's, or that of a line to it.</param>
    /// <param name="user">Who it is; null for nobody, as the first frontends were.</param>
    /// <param name="subscribe">What it subscribes to whenever it connects.</param>
    /// <param name="subscribeOnce">What it subscribes to at its start, never again.</param>
    protected abstract ClientProgram Start(Uri address, string? user, object? subscribe = null, object? subscribeOnce = null);

    [Fact]
    [Trait("Seed", "S2.1")]
    [Trait("Seed", "S2.7")]
    [Trait("Seed", "S2.8")]
    [Trait("Seed", "S2.9")]
    [Trait("Seed", "S2.11")]
    [Trait("Seed", "S2.12")]
    [Trait("Seed", "S2.14")]
    [Trait("Seed", "S2.24")]
    [Trait("Seed", "S2.35")]
    [Trait("Seed", "S3.4")]
    [Trait("Seed", "S3.5")]
    public async Task A_session_is_seen_from_its_subscription_to_its_result()
    {
        using var job = await Server.NewJobAsync("anonymous", total: 10);
        await using var client = Start(Server.Address, user: null, subscribeOnce: job.Id);

        SocketIoFields.Connected(await client.SeesAsync("connected"));
        SocketIoFields.Subscribed(await client.SeesAsync("subscribed", job.Id), job.Id);
        // How it stands, at once.
        SocketIoFields.Progress(await client.SeesAsync("progress", job.Id), job.Id, "PROCESSING", 0, [10, 0, 0, 10, 0]);

        await job.ProgressAsync(new { completed = 4, failed = 1, message = "Half way" });
        var half = await client.SeesAsync("progress", job.Id, e => e.GetProperty("progress").GetDouble() > 0);
        SocketIoFields.Progress(half, job.Id, "PROCESSING", 50, [10, 4, 0, 5, 1]);
        Assert.Equal("Half way", half.GetProperty("message").GetString());
        SocketIoFields.JobProgress(await client.SeesAsync("job:progress", job.Id, e => e.GetProperty("progress").GetDouble() > 0), job.Id, "PROCESSING", 50);

        await job.ModelResultAsync(new { model = "llama3.1:8b", provider = "ollama", status = "completed", durationMs = 812, result = "An answer" });
        await job.ModelResultAsync(new { model = "other:7b", provider = "ollama", status = "failed", durationMs = 9, error = "Out of memory" });
        SocketIoFields.ModelResult(await client.SeesAsync("model_result", job.Id, e => e.GetProperty("modelName").GetString() == "llama3.1:8b"), job.Id, "completed", 812, "An answer", null);
        SocketIoFields.ModelResult(await client.SeesAsync("model_result", job.Id, e => e.GetProperty("modelName").GetString() == "other:7b"), job.Id, "failed", 9, null, "Out of memory");

        await job.CompleteAsync(new { answer = 42 });
        var last = await client.SeesAsync("progress", job.Id, e => e.TryGetProperty("result", out _));
        Assert.All(
            client.All("progress").Where(e => e.GetProperty("status").GetString() == "COMPLETED"),
            e => Assert.True(e.GetProperty("progress").GetDouble() == 100 && e.GetProperty("hasResult").GetBoolean()));
        Assert.Equal(42, last.GetProperty("result").GetProperty("answer").GetInt32());
        SocketIoFields.Completed(await client.SeesAsync("completed", job.Id), job.Id, sessionId: true);
        SocketIoFields.Completed(await client.SeesAsync("job:completed", job.Id), job.Id, sessionId: false);
        AssertOneArgumentEach(client);
        Assert.Single(client.All("completed"));
    }

    [Fact]
    [Trait("Seed", "S2.46")]
    [Trait("Seed", "S3.6")]
    [Trait("Seed", "S1.12")]
    public async Task A_session_that_fails_says_so_as_error()
    {
        using var job = await Server.NewJobAsync("failing");
        await using var client = Start(Server.Address, "failing", subscribe: job.Id);
        await client.SeesAsync("subscribed", job.Id);

        await job.FailAsync("no_model", "There is no such model.");

        SocketIoFields.Error(await client.SeesAsync("error", job.Id), job.Id, "There is no such model.", sessionId: true);
        SocketIoFields.Error(await client.SeesAsync("job:failed", job.Id), job.Id, "There is no such model.", sessionId: false);
        await client.SeesAsync("progress", job.Id, e => e.GetProperty("status").GetString() == "FAILED");
        AssertOneArgumentEach(client);
    }

    [Fact]
    [Trait("Seed", "S2.44")]
    [Trait("Seed", "S3.17")]
    public async Task Who_subscribes_after_the_end_is_told_the_end_at_once()
    {
        using var done = await Server.NewJobAsync("late");
        using var failed = await Server.NewJobAsync("late");
        await done.CompleteAsync(new { answer = 42 });
        await failed.FailAsync("broken", "It broke.");
        await using var client = Start(Server.Address, "late", subscribe: done.Id);

        SocketIoFields.Completed(await client.SeesAsync("completed", done.Id), done.Id, sessionId: true);
        await client.SeesAsync("progress", done.Id, e => e.GetProperty("status").GetString() == "COMPLETED");
        await client.TellAsync("emit", "subscribe", failed.Id);
        SocketIoFields.Error(await client.SeesAsync("error", failed.Id), failed.Id, "It broke.", sessionId: true);
        AssertOneArgumentEach(client);
    }

    [Fact]
    [Trait("Seed", "S2.10")]
    [Trait("Seed", "S2.13")]
    [Trait("Seed", "S2.42")]
    public async Task One_socket_follows_several_sessions_and_leaves_them_one_by_one()
    {
        using var first = await Server.NewJobAsync("several");
        using var second = await Server.NewJobAsync("several");
        await using var client = Start(Server.Address, "several", subscribe: first.Id);
        await client.SeesAsync("subscribed", first.Id);
        await client.TellAsync("emit", "subscribe", new { jobId = second.Id });
        await client.SeesAsync("subscribed", second.Id);

        await first.ProgressAsync(new { progress = 10 });
        await second.ProgressAsync(new { progress = 20 });
        await client.SeesAsync("progress", first.Id, e => e.GetProperty("progress").GetDouble() == 10);
        await client.SeesAsync("progress", second.Id, e => e.GetProperty("progress").GetDouble() == 20);

        await client.TellAsync("emit", "unsubscribe", first.Id);
        SocketIoFields.Subscribed(await client.SeesAsync("unsubscribed", first.Id), first.Id);
        await first.ModelResultAsync(new { model = "unheard", provider = "", status = "completed", result = "" });
        await second.ModelResultAsync(new { model = "heard", provider = "", status = "completed", result = "" });
        await client.SeesAsync("model_result", second.Id);
        await second.CompleteAsync(new { });
        await client.SeesAsync("completed", second.Id);
        Assert.DoesNotContain(client.All("model_result"), e => e.GetProperty("modelName").GetString() == "unheard");
    }

    [Fact]
    [Trait("Seed", "S2.52")]
    [Trait("Seed", "S1.42")]
    public async Task A_wrong_id_is_answered_by_an_error_and_the_socket_lives_on()
    {
        using var foreign = await Server.NewJobAsync("somebody-else");
        using var own = await Server.NewJobAsync("wrong");
        var unknown = Guid.CreateVersion7().ToString();
        await using var client = Start(Server.Address, "wrong", subscribe: "no-uuid");

        var error = await client.SeesAsync("error");
        Assert.False(string.IsNullOrEmpty(error.GetProperty("error").GetString()));
        SocketIoFields.Time(error);
        foreach (var id in (string[])[unknown, foreign.Id])
        {
            await client.TellAsync("emit", "subscribe", id);
            Assert.Equal("not_found", (await client.SeesAsync("error", id)).GetProperty("code").GetString());
        }

        await client.TellAsync("emit", "subscribe", own.Id);
        await client.SeesAsync("subscribed", own.Id);
    }

    private static void AssertOneArgumentEach(ClientProgram client) => Assert.All(client.Seen, one => Assert.True(one.Args.Length == 1, one.Name));
}
