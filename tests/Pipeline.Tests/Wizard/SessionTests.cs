using System.Net.WebSockets;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Trawl.Pipeline.Tests.Disturbance;
using Trawl.TestSupport;

namespace Trawl.Pipeline.Tests.Wizard;

/// <summary>
/// The state that a frontend begins with, by REST, and those that follow, by Socket.IO, are made by two services of two things: a
/// frontend must not see that.
/// </summary>
[Collection(AllInOneCollection.Name)]
public sealed class SessionTests(AllInOneDeployment deployment)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(3);
    private static readonly string[] Choice = ["a", "b"];

    [Fact]
    [Trait("Seed", "S2.36")]
    [Trait("Seed", "S2.33")]
    public async Task A_session_read_by_REST_is_the_progress_that_Socket_IO_tells()
    {
        var user = $"wizard-{Guid.NewGuid():N}";
        using var api = new ApiClient(deployment.Api, user);
        var id = await api.SubmitAsync(new { type = "custom", total = 10 });
        using var limit = new CancellationTokenSource(Deadline);
        using var socket = await OpenAsync(user, id, limit.Token);
        await using var packets = socket.MessagesAsync(limit.Token).GetAsyncEnumerator(limit.Token);
        await SameAsync("snapshot", _ => true);

        await api.AcceptedAsync($"/api/jobs/{id}/progress", new { completed = 3, failed = 1, message = "Three of ten." });
        await SameAsync("running", progress => progress.GetProperty("message").GetString() == "Three of ten.");

        var asked = await api.AcceptedAsync($"/api/jobs/{id}/clarifications", new { question = "Which?", options = Choice });
        await SameAsync("waiting", progress => progress.GetProperty("hasClarifications").GetBoolean());
        var question = asked.GetProperty("clarifications")[0].GetString();
        await api.AnswerAsync(id, "b", Deadline);
        await SameAsync("answered", progress => !progress.GetProperty("hasClarifications").GetBoolean());

        await api.AcceptedAsync($"/api/jobs/{id}/complete", new { result = new { files = 3 } });
        await SameAsync("completed", progress => progress.TryGetProperty("result", out _));

        // And what is told of the question itself.
        using var again = await OpenAsync(user, id, limit.Token, after: 0);
        var told = new List<JsonElement>();
        await foreach (var packet in again.MessagesAsync(limit.Token))
        {
            if (Event(packet) is ("clarification", var clarification))
                told.Add(clarification);
            if (told.Count == 2)
                break;
        }

        Assert.Equal(["pending", "answered"], told.Select(c => c.GetProperty("status").GetString()));
        Assert.All(told, c => Assert.Equal((id, question, "Which?"), (c.GetProperty("sessionId").GetString(), c.GetProperty("clarificationId").GetString(), c.GetProperty("question").GetString())));
        Assert.All(told, c => Assert.True(c.GetProperty("timestamp").TryGetDateTimeOffset(out _)));

        async Task SameAsync(string when, Func<JsonElement, bool> which)
        {
            while (await packets.MoveNextAsync())
            {
                if (Event(packets.Current) is not ("progress", var progress) || !which(progress))
                    continue;
                var session = await api.GetAsync($"/api/wizard/session/{id}");
                Assert.True(Comparable(session, when) == Comparable(progress, when), $"{when}:\n{session}\n{progress}");
                return;
            }

            Assert.Fail($"{when} was not told.");
        }
    }

    [Fact]
    [Trait("Seed", "S1.8")]
    [Trait("Seed", "S1.9")]
    [Trait("Seed", "S1.10")]
    [Trait("Seed", "S1.11")]
    [Trait("Seed", "S1.12")]
    public async Task What_a_program_reports_comes_out_with_the_fields_that_its_watchers_expect()
    {
        var user = $"wizard-{Guid.NewGuid():N}";
        using var api = new ApiClient(deployment.Api, user);
        var id = await api.SubmitAsync(new { type = "custom" });
        using var limit = new CancellationTokenSource(Deadline);
        using var socket = await OpenAsync(user, id, limit.Token);
        await using var packets = socket.MessagesAsync(limit.Token).GetAsyncEnumerator(limit.Token);
        await NextAsync("progress");

        foreach (var (stage, progress, message) in new[] { ("validating", 10, "Validating files..."), ("syncing", 50, "Syncing files to chainlit_app..."), ("complete", 100, "Files synced successfully") })
            await PassedAsync("sync:progress", $$"""{"stage":"{{stage}}","progress":{{progress}},"message":"{{message}}"}""");
        await PassedAsync("preview:status", """{"status":"ready","message":"Open it.","url":"http://127.0.0.1:8000/"}""");
        await PassedAsync("generation:progress", """{"progress":30,"message":"Writing."}""");

        await api.AcceptedAsync($"/api/jobs/{id}/fail", new { error = new { code = "disk_full", message = "There is no room." } });
        var error = await NextAsync("error");
        Assert.Equal((id, "FAILED", "There is no room."), (error.GetProperty("sessionId").GetString(), error.GetProperty("status").GetString(), error.GetProperty("error").GetString()));
        Assert.True(error.GetProperty("timestamp").TryGetDateTimeOffset(out _));

        async Task PassedAsync(string type, string data)
        {
            await api.AcceptedAsync($"/api/jobs/{id}/events", new { type, data = JsonElement.Parse(data) });
            var told = await NextAsync(type);
            foreach (var field in JsonElement.Parse(data).EnumerateObject())
                Assert.Equal(field.Value.GetRawText(), told.GetProperty(field.Name).GetRawText());
            Assert.True(told.GetProperty("timestamp").TryGetDateTimeOffset(out _));
        }

        async Task<JsonElement> NextAsync(string name)
        {
            while (await packets.MoveNextAsync())
                if (Event(packets.Current) is var (found, argument) && found == name)
                    return argument;
            throw new TimeoutException($"{name} was not told.");
        }
    }

    [Fact]
    public async Task A_question_outlives_every_process_and_is_answered_after_it()
    {
        var user = $"wizard-{Guid.NewGuid():N}";
        await using var site = await TestSite.StartAsync();
        site.Page("/", "Hello", "<h1>Hello</h1><p>Nobody should have come.</p>");
        site.Respond("/robots.txt", context => context.Response.WriteAsync("User-agent: *\nDisallow: /\n"));
        using var api = new ApiClient(deployment.Api, user);
        var id = await api.SubmitAsync(new { type = "crawl", url = site.Address, useSitemap = false });
        await Eventually.TrueAsync(async () => (await api.GetAsync($"/api/jobs/{id}")).GetProperty("status").GetString() == "waiting", Deadline);
        var asked = await api.GetAsync($"/api/jobs/{id}");

        await deployment.KillAsync("allinone");
        await deployment.StartAsync("allinone");

        var still = await api.GetAsync($"/api/jobs/{id}");
        foreach (var field in new[] { "status", "seq", "clarifications" })
            Assert.Equal(asked.GetProperty(field).GetRawText(), still.GetProperty(field).GetRawText());
        await api.AnswerAsync(id, "crawl", Deadline);
        Assert.Equal("completed", (await api.EndOfAsync(id, Deadline)).GetProperty("status").GetString());
    }

    private async Task<ClientWebSocket> OpenAsync(string user, string jobId, CancellationToken cancellationToken, long? after = null)
    {
        var socket = await Sockets.OpenAsync(deployment.Notifier, $"/socket.io/?EIO=4&transport=websocket&userId={user}", cancellationToken);
        await socket.SendAsync("40", cancellationToken);
        await foreach (var packet in socket.MessagesAsync(cancellationToken))
            if (packet.StartsWith("40", StringComparison.Ordinal))
                break;
        var wish = after is null ? (object)new { jobId } : new { jobId, after };
        await socket.SendAsync("42" + JsonSerializer.Serialize(new[] { "subscribe", wish }), cancellationToken);
        return socket;
    }

    private static (string Name, JsonElement Argument)? Event(string packet) =>
        packet.StartsWith("42", StringComparison.Ordinal) && JsonElement.Parse(packet[2..]) is var told ? (told[0].GetString()!, told[1]) : null;

    /// <summary>All fields but the time, and, where one side has none of its own, the sentence.</summary>
    private static string Comparable(JsonElement progress, string when) => string.Join('\n', progress.EnumerateObject()
        .Where(field => field.Name is not ("timestamp" or "seq" or "channel") && !(field.Name == "message" && when is "snapshot" or "completed"))
        .Select(field => $"{field.Name} {field.Value.GetRawText()}").Order(StringComparer.Ordinal));
}
