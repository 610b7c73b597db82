using System.Net;
using System.Text.Json;
using Trawl.Api.Tests.Http;

namespace Trawl.Api.Tests.Notifications;

/// <summary>GET /api/notifications: what was told while nobody listened.</summary>
[Collection(RestCollection.Name)]
public sealed class ListNotificationsTests(RestHost host)
{
    private const string Path = "/api/notifications";
    private static readonly (string, string) Admin = ("X-User-Role", "admin");

    [Fact]
    [Trait("Seed", "S1.13")]
    public async Task One_s_own_and_everybody_s_are_listed_newest_first_as_their_events_told_them()
    {
        var client = host.NewUser();
        var title = Guid.NewGuid().ToString();
        await client.PostAsync(Path, Notice("info", title, client.UserId));
        var all = (await client.PostAsync(Path, Notice("warning", title), Admin)).Json.GetProperty("seq").GetInt64();
        await client.PostAsync(Path, Notice("success", title, client.UserId));

        var listed = Of(title, (await client.GetAsync($"{Path}?limit=200")).Json);

        Assert.Equal(
            [($"user:{client.UserId}", 2, "success"), ("system", all, "warning"), ($"user:{client.UserId}", 1, "info")],
            listed.Select(one => (one.GetProperty("channel").GetString()!, one.GetProperty("seq").GetInt64(), one.GetProperty("level").GetString()!)));
        Assert.Equal(("m", title), (listed[0].GetProperty("message").GetString(), listed[0].GetProperty("title").GetString()));
        var told = (await host.LogAsync($"user:{client.UserId}"))[^1];
        Assert.Equal(told.Timestamp, listed[0].GetProperty("timestamp").GetDateTimeOffset());
    }

    [Fact]
    public async Task Nobody_else_s_is_listed_nor_is_any_other_event()
    {
        var (alice, bob) = (host.NewUser(), host.NewUser());
        await alice.PostAsync(Path, Notice("info", "For her", alice.UserId));
        await bob.PostAsync("/api/jobs", """{"type":"custom","title":"His"}""");

        // Not to an admin either: what another was told is not told to it.
        var listed = (await bob.GetAsync($"{Path}?limit=200", Admin)).Json.GetProperty("items").EnumerateArray();

        Assert.All(listed, one => Assert.Equal("system", one.GetProperty("channel").GetString()));
    }

    [Fact]
    public async Task Page_by_page_each_comes_once_whatever_is_told_meanwhile()
    {
        var client = host.NewUser();
        for (var i = 0; i < 5; i++)
            await client.PostAsync(Path, Notice("info", $"{i}", client.UserId));
        await client.PostAsync(Path, Notice("info", "all"), Admin);
        var whole = Names((await client.GetAsync($"{Path}?limit=200")).Json);

        var names = new List<string>();
        for (var next = ""; next is not null;)
        {
            var page = (await client.GetAsync($"{Path}?limit=2{next}")).Json;
            names.AddRange(Names(page));
            next = page.GetProperty("next").GetString() is { } cursor ? $"&after={cursor}" : null;
            await client.PostAsync(Path, Notice("info", "meanwhile", client.UserId));
        }

        Assert.Equal(whole, names);
    }

    [Theory]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=201", "limit")]
    [InlineData("after=x", "after")]
    public async Task A_bad_question_is_refused_with_its_fields(string query, string field)
    {
        var answer = await host.NewUser().GetAsync($"{Path}?{query}");
        Assert.Equal((HttpStatusCode.BadRequest, "validation_failed"), (answer.Status, answer.Code));
        Assert.Equal([field], answer.Faults);
    }

    private static string Notice(string level, string title, string? user = null) =>
        JsonSerializer.Serialize(user is null ? new { level, title, message = "m" } : (object)new { level, title, message = "m", userId = user });

    private static JsonElement[] Of(string title, JsonElement page) =>
        [.. page.GetProperty("items").EnumerateArray().Where(one => one.GetProperty("title").GetString() == title)];

    private static IEnumerable<string> Names(JsonElement page) =>
        page.GetProperty("items").EnumerateArray().Select(one => $"{one.GetProperty("channel")}#{one.GetProperty("seq")}");
}
