using System.Net;
using Trawl.Api.Tests.Http;

namespace Trawl.Api.Tests.Notifications;

[Collection(RestCollection.Name)]
public sealed class NotificationTests(RestHost host, TokenRestHost proving) : IClassFixture<TokenRestHost>
{
    private const string Path = "/api/notifications";
    private const string Body = """{"level":"success","title":"Done","message":"All of it.\nReally."}""";
    private static readonly (string, string) Admin = ("X-User-Role", "admin");

    [Fact]
    [Trait("Seed", "S1.13")]
    public async Task A_notice_to_oneself_is_a_log_event_of_one_s_channel()
    {
        var client = host.NewUser();
        await client.PostAsync(Path, To(client.UserId, level: "info"));
        var answer = await client.PostAsync(Path, To(client.UserId));

        Assert.Equal(HttpStatusCode.Accepted, answer.Status);
        Assert.Equal($$"""{"channel":"user:{{client.UserId}}","seq":2}""", answer.Text);
        Assert.Null(answer.Headers.Location);
        var log = await host.LogAsync($"user:{client.UserId}");
        Assert.Equal([1L, 2L], log.Select(e => e.Seq));
        Assert.Equal(("notification", null), (log[1].Type, log[1].JobId));
        Assert.Equal("""{"level":"success","title":"Done","message":"All of it.\nReally."}""", log[1].Data.RootElement.GetRawText());
    }

    [Fact]
    public async Task Only_an_admin_notifies_everybody()
    {
        var client = host.NewUser();
        var refused = await client.PostAsync(Path, Body);
        Assert.Equal((HttpStatusCode.Forbidden, "forbidden"), (refused.Status, refused.Code));

        var told = (await client.PostAsync(Path, Body, Admin)).Json;

        Assert.Equal("system", told.GetProperty("channel").GetString());
        var last = (await host.LogAsync("system"))[^1];
        Assert.Equal((told.GetProperty("seq").GetInt64(), "notification"), (last.Seq, last.Type));
    }

    [Fact]
    public async Task Others_are_notified_by_an_admin_and_where_callers_are_believed_by_anybody()
    {
        Assert.Equal(HttpStatusCode.NotFound, (await proving.As("alice").PostAsync(Path, To("bob"))).Status);
        Assert.Equal(HttpStatusCode.Accepted, (await proving.As("alice").PostAsync(Path, To("alice"))).Status);
        Assert.Equal(HttpStatusCode.Accepted, (await proving.AdminAs("root").PostAsync(Path, To("bob"))).Status);
        Assert.Equal(HttpStatusCode.Accepted, (await host.NewUser().PostAsync(Path, To("bob"))).Status);
    }

    [Fact]
    public async Task The_same_key_notifies_once()
    {
        var client = host.NewUser();
        var first = await client.PostAsync(Path, To(client.UserId), ("Idempotency-Key", "k"));
        var second = await client.PostAsync(Path, To(client.UserId), ("Idempotency-Key", "k"));
        Assert.Equal((first.Status, first.Text), (second.Status, second.Text));
        Assert.Null(second.Headers.Location);
        Assert.Single(await host.LogAsync($"user:{client.UserId}"));
        var other = await client.PostAsync(Path, To(client.UserId, level: "info"), ("Idempotency-Key", "k"));
        Assert.Equal("idempotency_conflict", other.Code);
    }

    [Theory]
    [InlineData("""{"title":"t","message":"m"}""", "level")]
    [InlineData("""{"level":null,"title":"t","message":"m"}""", "level")]
    [InlineData("""{"level":"fatal","title":"t","message":"m"}""", "level")]
    [InlineData("""{"level":"Info","title":"t","message":"m"}""", "level")]
    [InlineData("""{"level":"info,error","title":"t","message":"m"}""", "level")]
    [InlineData("""{"level":"info"}""", "message", "title")]
    [InlineData("""{"level":"info","title":" ","message":""}""", "message", "title")]
    [InlineData("""{"level":"info","title":"a\nb","message":"a\u0000"}""", "message", "title")]
    [InlineData("""{"level":"info","title":"\ud800","message":"m"}""", "title")]
    [InlineData("""{"level":"info","title":"t","message":"m","userId":""}""", "userId")]
    [InlineData("""{"level":"info","title":"t","message":"m","type":"info"}""", "type")]
    public async Task A_bad_notice_is_refused_with_its_fields(string body, params string[] fields)
    {
        var answer = await host.NewUser().PostAsync(Path, body);
        Assert.Equal((HttpStatusCode.BadRequest, "validation_failed"), (answer.Status, answer.Code));
        Assert.Equal(fields, answer.Faults);
    }

    [Theory]
    [InlineData(200, 4000, 128, HttpStatusCode.Accepted)]
    [InlineData(201, 4000, 128, HttpStatusCode.BadRequest)]
    [InlineData(200, 4001, 128, HttpStatusCode.BadRequest)]
    [InlineData(200, 4000, 129, HttpStatusCode.BadRequest)]
    public async Task Lengths_are_bounded(int title, int message, int user, HttpStatusCode expected)
    {
        var body = $$"""{"level":"info","title":"{{new string('t', title)}}","message":"{{new string('m', message)}}","userId":"{{new string('u', user)}}"}""";
        Assert.Equal(expected, (await host.NewUser().PostAsync(Path, body)).Status);
    }

    private static string To(string user, string level = "success") => Body.Replace("success", level)[..^1] + $$""","userId":"{{user}}"}""";
}
