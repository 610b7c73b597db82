using System.Net;
using System.Reflection;
using System.Text.Json;
using Trawl.Api.Database;
using Trawl.Api.Tests.Http;
using Trawl.Api.Webhooks.Manage;
using Trawl.Contracts.Channels;

namespace Trawl.Api.Tests.Webhooks;

/// <summary>On a host that allows no private networks: 93.184.216.34 is a public address, and nothing is said that would be sent to it.</summary>
[Collection(RestCollection.Name)]
public sealed class WebhookEndpointTests(RestHost host)
{
    private const string Url = "https://93.184.216.34/hook?token=1";

    [Fact]
    public async Task A_webhook_shows_its_secret_once()
    {
        var alice = host.NewUser();
        var created = await alice.PostAsync("/api/webhooks", $$"""{"url":"{{Url}}","events":["completed","failed","completed"]}""");
        Assert.Equal(HttpStatusCode.Created, created.Status);
        var id = created.Json.GetProperty("id").GetGuid();
        Assert.Equal($"/api/webhooks/{id}", created.Headers.Location?.ToString());
        Assert.StartsWith("whsec_", created.Json.GetProperty("secret").GetString(), StringComparison.Ordinal);
        var read = await alice.GetAsync($"/api/webhooks/{id}");
        Assert.Equal(
            ["id", "userId", "url", "events", "seq", "createdAt", "failingSince", "disabledAt"], read.Json.EnumerateObject().Select(p => p.Name));
        Assert.Equal((Url, 0L, JsonValueKind.Null), (read.Json.GetProperty("url").GetString(), read.Json.GetProperty("seq").GetInt64(), read.Json.GetProperty("disabledAt").ValueKind));
        Assert.Equal(["completed", "failed"], read.Json.GetProperty("events").EnumerateArray().Select(e => e.GetString()!));
        Assert.DoesNotContain("whsec_", read.Text + (await alice.GetAsync("/api/webhooks")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Webhooks_are_listed_newest_first_and_deleted()
    {
        var alice = host.NewUser();
        var ids = new List<string>();
        for (var i = 0; i < 3; i++)
            ids.Add((await alice.PostAsync("/api/webhooks", $$"""{"url":"{{Url}}"}""")).Json.GetProperty("id").GetString()!);
        var page = (await alice.GetAsync("/api/webhooks?limit=2")).Json;
        var rest = (await alice.GetAsync($"/api/webhooks?limit=2&after={page.GetProperty("next").GetString()}")).Json;
        // Those of one millisecond come in any order.
        Assert.Equal(ids.Order(), page.GetProperty("items").EnumerateArray().Concat(rest.GetProperty("items").EnumerateArray()).Select(w => w.GetProperty("id").GetString()).Order());
        Assert.Equal(HttpStatusCode.NoContent, (await alice.SendAsync(HttpMethod.Delete, $"/api/webhooks/{ids[0]}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await alice.GetAsync($"/api/webhooks/{ids[0]}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await alice.SendAsync(HttpMethod.Delete, $"/api/webhooks/{ids[0]}")).Status);
    }

    [Theory]
    [InlineData("http://93.184.216.34/", "url_not_allowed")]
    [InlineData("ftp://93.184.216.34/", "url_not_allowed")]
    [InlineData("https://127.0.0.1/", "url_not_allowed")]
    [InlineData("https://localhost:8443/", "url_not_allowed")]
    [InlineData("https://0x7f.1/", "url_not_allowed")]
    [InlineData("https://[::ffff:10.0.0.1]/", "url_not_allowed")]
    [InlineData("https://169.254.169.254/latest/meta-data/", "url_not_allowed")]
    [InlineData("https://user:password@93.184.216.34/", "url_not_allowed")]
    [InlineData("", "validation_failed")]
    [InlineData("/hook", "validation_failed")]
    [InlineData("93.184.216.34/hook", "validation_failed")]
    [InlineData("https://93.184.216.34/\\u0000", "validation_failed")]
    public async Task An_address_that_must_not_be_called_is_refused(string url, string code)
    {
        var answer = await host.NewUser().PostAsync("/api/webhooks", $$"""{"url":"{{url}}"}""");
        Assert.Equal((HttpStatusCode.BadRequest, code), (answer.Status, answer.Code));
        Assert.Equal(["url"], answer.Faults);
    }

    [Theory]
    [InlineData("""{"url":null}""", "url")]
    [InlineData("""{"url":1,"events":"all"}""", "events,url")]
    [InlineData("""{"url":"https://93.184.216.34/","events":["completed","progress","cursor",null]}""", "events[1],events[2],events[3]")]
    [InlineData("""{"url":"https://93.184.216.34/","secret":"mine"}""", "secret")]
    public async Task All_that_is_wrong_is_named(string body, string faults)
    {
        var answer = await host.NewUser().PostAsync("/api/webhooks", body);
        Assert.Equal((HttpStatusCode.BadRequest, faults), (answer.Status, string.Join(',', answer.Faults)));
    }

    [Fact]
    public async Task A_user_may_have_twenty_however_they_are_asked_for()
    {
        var (alice, bob) = (host.NewUser(), host.NewUser());
        var answers = await Task.WhenAll(Enumerable.Range(0, 25).Select(_ => alice.PostAsync("/api/webhooks", $$"""{"url":"{{Url}}"}""")));
        Assert.Equal(20, answers.Count(answer => answer.Status == HttpStatusCode.Created));
        Assert.All(answers.Where(answer => answer.Status != HttpStatusCode.Created), answer => Assert.Equal((HttpStatusCode.Conflict, "too_many_webhooks"), (answer.Status, answer.Code)));
        Assert.Equal(HttpStatusCode.Created, (await bob.PostAsync("/api/webhooks", $$"""{"url":"{{Url}}"}""")).Status);
    }

    [Fact]
    public async Task The_same_key_makes_one_webhook_with_one_secret()
    {
        var alice = host.NewUser();
        var (first, again) = (
            await alice.PostAsync("/api/webhooks", $$"""{"url":"{{Url}}"}""", ("Idempotency-Key", "k")),
            await alice.PostAsync("/api/webhooks", $$"""{"url":"{{Url}}"}""", ("Idempotency-Key", "k")));
        Assert.Equal((HttpStatusCode.Created, first.Text), (again.Status, again.Text));
        Assert.Single((await alice.GetAsync("/api/webhooks")).Json.GetProperty("items").EnumerateArray());
    }

    public static TheoryData<string, string> Paths { get; } = new()
    {
        { "GET", "" }, { "DELETE", "" }, { "POST", "/enable" }, { "GET", "/deliveries" }, { "GET", "/deliveries?status=failed" },
        { "POST", "/deliveries/{delivery}/replay" },
    };

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task Another_user_s_webhook_does_not_exist(string method, string path)
    {
        var (alice, mallory) = (host.NewUser(), host.NewUser());
        var (hook, delivery) = await HookAsync(alice);
        var theirs = await mallory.SendAsync(new HttpMethod(method), $"/api/webhooks/{hook}{path.Replace("{delivery}", $"{delivery}")}");
        var missing = await mallory.SendAsync(new HttpMethod(method), $"/api/webhooks/{Guid.NewGuid()}{path.Replace("{delivery}", $"{delivery}")}");
        Assert.Equal((HttpStatusCode.NotFound, "not_found"), (theirs.Status, theirs.Code));
        Assert.Equal(missing.Text, theirs.Text);
        Assert.Empty((await mallory.GetAsync("/api/webhooks")).Json.GetProperty("items").EnumerateArray());
        Assert.Single((await alice.GetAsync($"/api/webhooks/{hook}/deliveries")).Json.GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task A_delivery_of_another_webhook_is_not_replayed()
    {
        var (alice, mallory) = (host.NewUser(), host.NewUser());
        var (_, delivery) = await HookAsync(alice);
        var (own, _) = await HookAsync(mallory);
        Assert.Equal(HttpStatusCode.NotFound, (await mallory.PostAsync($"/api/webhooks/{own}/deliveries/{delivery}/replay")).Status);
    }

    [Fact]
    public async Task Deliveries_are_listed_newest_first_by_status()
    {
        var alice = host.NewUser();
        var (hook, _) = await HookAsync(alice);
        await using (var db = await host.DatabaseAsync())
        {
            db.AddRange(Enumerable.Range(2, 4).Select(seq => Delivery(hook, seq, seq % 2 == 0 ? DeliveryStatus.Delivered : DeliveryStatus.Failed)));
            await db.SaveChangesAsync();
        }

        Assert.Equal([5L, 4, 3, 2, 1], await SeqsAsync(""));
        Assert.Equal([5L, 3, 1], await SeqsAsync("?status=failed"));
        Assert.Equal([5L, 4, 3, 2, 1], await SeqsAsync("?status=failed,delivered&limit=200"));
        var page = (await alice.GetAsync($"/api/webhooks/{hook}/deliveries?limit=2")).Json;
        Assert.Equal([3L, 2], await SeqsAsync($"?limit=2&after={page.GetProperty("next").GetString()}"));
        Assert.Equal(HttpStatusCode.BadRequest, (await alice.GetAsync($"/api/webhooks/{hook}/deliveries?status=lost")).Status);

        async Task<IEnumerable<long>> SeqsAsync(string query) =>
            (await alice.GetAsync($"/api/webhooks/{hook}/deliveries{query}")).Json.GetProperty("items").EnumerateArray().Select(d => d.GetProperty("seq").GetInt64());
    }

    [Fact]
    public void Every_log_event_may_be_asked_for_and_no_other()
    {
        var all = typeof(EventTypes).GetFields(BindingFlags.Public | BindingFlags.Static).Where(field => field.IsLiteral).Select(field => (string)field.GetRawConstantValue()!);
        Assert.Equal(all.Where(type => !EventTypes.State.Contains(type) && !EventTypes.Activity.Contains(type)).Order(), WebhookRules.LogEvents.Order());
    }

    /// <summary>One with a delivery that was given up.</summary>
    private async Task<(Guid Hook, Guid Delivery)> HookAsync(RestClient owner)
    {
        var id = (await owner.PostAsync("/api/webhooks", $$"""{"url":"{{Url}}"}""")).Json.GetProperty("id").GetGuid();
        await using var db = await host.DatabaseAsync();
        var delivery = Delivery(id, 1, DeliveryStatus.Failed);
        db.Add(delivery);
        await db.SaveChangesAsync();
        return (id, delivery.Id);
    }

    private static WebhookDelivery Delivery(Guid hook, long seq, DeliveryStatus status) => new()
    {
        Id = Guid.CreateVersion7(), WebhookId = hook, Seq = seq, Type = "completed", Payload = "{}", Status = status, Attempts = 9, CreatedAt = DateTimeOffset.UtcNow,
    };
}
