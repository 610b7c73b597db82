using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Trawl.Api.Tests.Http;

namespace Trawl.Api.Tests.Idempotency;

[Collection(RestCollection.Name)]
public sealed class IdempotencyTests(RestHost host)
{
    private const string Body = """{"url":"http://93.184.216.34/"}""";

    [Fact]
    public async Task The_same_key_and_body_answer_with_the_first_result()
    {
        var client = host.NewUser();
        var first = await client.PostAsync("/api/jobs", Body, ("Idempotency-Key", "k"));
        var second = await client.PostAsync("/api/jobs", Body, ("Idempotency-Key", "k"));
        Assert.Equal((first.Status, first.Text), (second.Status, second.Text));
        Assert.Equal(first.Headers.Location, second.Headers.Location);
        Assert.False(first.Headers.Contains("Idempotency-Replayed"));
        Assert.True(second.Headers.Contains("Idempotency-Replayed"));
        Assert.Equal(1, await JobsOfAsync(client));
    }

    [Theory]
    [InlineData("/api/jobs", """{"url":"http://93.184.216.34/other"}""")]
    [InlineData("/api/crawl", Body)]
    public async Task The_same_key_with_another_request_is_a_conflict(string path, string body)
    {
        var client = host.NewUser();
        await client.PostAsync("/api/jobs", Body, ("Idempotency-Key", "k"));
        var answer = await client.PostAsync(path, body, ("Idempotency-Key", "k"));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "idempotency_conflict"), (answer.Status, answer.Code));
        Assert.Equal(1, await JobsOfAsync(client));
    }

    [Fact]
    public async Task A_key_is_its_user_s_own()
    {
        var (alice, bob) = (host.NewUser(), host.NewUser());
        var first = await alice.PostAsync("/api/jobs", Body, ("Idempotency-Key", "k"));
        var second = await bob.PostAsync("/api/jobs", Body, ("Idempotency-Key", "k"));
        Assert.NotEqual(first.Json.GetProperty("id").GetString(), second.Json.GetProperty("id").GetString());
    }

    [Fact]
    public async Task Twenty_at_once_make_one_job()
    {
        var client = host.NewUser();
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => client.PostAsync("/api/jobs", Body, ("Idempotency-Key", "k"))));
        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.Accepted, answer.Status));
        Assert.Single(answers.Select(answer => answer.Text).Distinct());
        Assert.Equal(1, await JobsOfAsync(client));
    }

    [Fact]
    public async Task A_refused_request_does_not_use_up_its_key()
    {
        var client = host.NewUser();
        await client.PostAsync("/api/jobs", """{"url":"http://93.184.216.34/","maxPages":0}""", ("Idempotency-Key", "k"));
        var answer = await client.PostAsync("/api/jobs", Body, ("Idempotency-Key", "k"));
        Assert.Equal(HttpStatusCode.Accepted, answer.Status);
    }

    [Fact]
    public async Task After_a_day_a_key_is_as_good_as_new()
    {
        var client = host.NewUser();
        var first = await client.PostAsync("/api/jobs", Body, ("Idempotency-Key", "k"));
        await AgeAsync(client);
        var second = await client.PostAsync("/api/jobs", Body, ("Idempotency-Key", "k"));
        Assert.NotEqual(first.Json.GetProperty("id").GetString(), second.Json.GetProperty("id").GetString());
    }

    [Fact]
    public async Task Old_keys_are_forgotten_and_young_ones_kept()
    {
        var (old, young) = (host.NewUser(), host.NewUser());
        await old.PostAsync("/api/jobs", Body, ("Idempotency-Key", "k"));
        await young.PostAsync("/api/jobs", Body, ("Idempotency-Key", "k"));
        await AgeAsync(old);
        await host.Services.GetServices<IHostedService>().OfType<Api.Idempotency.IdempotencyCleanup>().Single().CleanAsync(CancellationToken.None);
        await using var db = await host.DatabaseAsync();
        var left = await db.IdempotencyKeys.Where(key => key.UserId == old.UserId || key.UserId == young.UserId).Select(key => key.UserId).ToListAsync();
        Assert.Equal([young.UserId], left);
    }

    private async Task AgeAsync(RestClient client)
    {
        await using var db = await host.DatabaseAsync();
        var yesterday = DateTimeOffset.UtcNow.AddHours(-25);
        await db.IdempotencyKeys.Where(key => key.UserId == client.UserId)
            .ExecuteUpdateAsync(set => set.SetProperty(key => key.CreatedAt, yesterday));
    }

    private async Task<int> JobsOfAsync(RestClient client)
    {
        await using var db = await host.DatabaseAsync();
        return await db.Jobs.CountAsync(job => job.UserId == client.UserId);
    }
}
