using System.Net;
using System.Text;
using System.Text.Json;
using Trawl.Api.Database;
using Trawl.Api.Tests.Http;

namespace Trawl.Api.Tests.Schedules;

[Collection(RestCollection.Name)]
public sealed class SchedulePatchTests(RestHost host)
{
    [Fact]
    public async Task An_interval_runs_first_when_it_has_passed()
    {
        var (client, source) = await SourceAsync();
        var before = DateTimeOffset.UtcNow;

        var answer = (await PatchAsync(client, source, """{"schedule":{"everyMinutes":90}}""")).Json;

        Assert.Equal("""{"everyMinutes":90}""", answer.GetProperty("schedule").GetRawText());
        Assert.InRange(answer.GetProperty("nextRunAt").GetDateTimeOffset(), before.AddMinutes(90).AddSeconds(-1), DateTimeOffset.UtcNow.AddMinutes(90));
        var read = (await client.GetAsync($"/api/sources/{source}")).Json;
        Assert.Equal((Field(answer, "schedule"), Field(answer, "nextRunAt")), (Field(read, "schedule"), Field(read, "nextRunAt")));
    }

    [Fact]
    public async Task A_cron_expression_has_a_time_zone_of_its_own_or_UTC()
    {
        var (client, source) = await SourceAsync();
        var utc = (await PatchAsync(client, source, """{"schedule":{"cron":"30 3 * * *"}}""")).Json;
        Assert.Equal(("30 3 * * *", "UTC"), (utc.GetProperty("schedule").GetProperty("cron").GetString(), utc.GetProperty("schedule").GetProperty("timeZone").GetString()));
        Assert.Equal((3, 30), (utc.GetProperty("nextRunAt").GetDateTimeOffset().Hour, utc.GetProperty("nextRunAt").GetDateTimeOffset().Minute));

        var kolkata = (await PatchAsync(client, source, """{"schedule":{"cron":"30 3 * * *","timeZone":"Asia/Kolkata"}}""")).Json;
        Assert.Equal("Asia/Kolkata", kolkata.GetProperty("schedule").GetProperty("timeZone").GetString());
        Assert.Equal((22, 0), (kolkata.GetProperty("nextRunAt").GetDateTimeOffset().Hour, kolkata.GetProperty("nextRunAt").GetDateTimeOffset().Minute));
    }

    [Fact]
    public async Task The_same_schedule_again_moves_no_run_and_null_takes_it_away()
    {
        var (client, source) = await SourceAsync();
        var first = (await PatchAsync(client, source, """{"schedule":{"cron":"0 0 1 1 *"}}""")).Json;
        var moved = await MoveAsync(source);
        var same = (await PatchAsync(client, source, """{"schedule":{"cron":"0 0 1 1 *","timeZone":"UTC"},"title":"Docs"}""")).Json;
        Assert.Equal((moved, "Docs"), (same.GetProperty("nextRunAt").GetDateTimeOffset(), same.GetProperty("title").GetString()));
        var untouched = (await PatchAsync(client, source, """{"title":"More docs"}""")).Json;
        Assert.Equal((Field(first, "schedule"), Field(same, "nextRunAt")), (Field(untouched, "schedule"), Field(untouched, "nextRunAt")));

        var none = (await PatchAsync(client, source, """{"schedule":null}""")).Json;
        Assert.Equal((JsonValueKind.Null, JsonValueKind.Null), (none.GetProperty("schedule").ValueKind, none.GetProperty("nextRunAt").ValueKind));
    }

    [Theory]
    [InlineData("5", "schedule", "Must be an object.")]
    [InlineData("[]", "schedule", "Must be an object.")]
    [InlineData("{}", "schedule", "Must have either everyMinutes or cron.")]
    [InlineData("""{"cron":null}""", "schedule", "Must have either everyMinutes or cron.")]
    [InlineData("""{"everyMinutes":5,"cron":"* * * * *"}""", "schedule", "Must have either everyMinutes or cron.")]
    [InlineData("""{"everyMinutes":0}""", "schedule.everyMinutes", "Must be from 1 to 525600.")]
    [InlineData("""{"everyMinutes":525601}""", "schedule.everyMinutes", "Must be from 1 to 525600.")]
    [InlineData("""{"everyMinutes":1.5}""", "schedule.everyMinutes", "Must be a whole number.")]
    [InlineData("""{"everyMinutes":5,"timeZone":"UTC"}""", "schedule.timeZone", "Goes with cron only.")]
    [InlineData("""{"every":5}""", "schedule.every", "There is no such field.")]
    [InlineData("""{"cron":""}""", "schedule.cron", "Must not be empty.")]
    [InlineData("""{"cron":"0 0 30 2 *"}""", "schedule.cron", "Never comes: there is no such day.")]
    [InlineData("""{"cron":"0 25 * * *"}""", "schedule.cron", "Its hour is \"25\"; allowed are 0 to 23, *, lists (1,2), ranges (1-5), and steps of * or a range (*/2).")]
    [InlineData("""{"cron":"0 0 * * *","timeZone":"Mars/Olympus"}""", "schedule.timeZone", "There is no such time zone: give an IANA name, as Europe/Berlin.")]
    [InlineData("""{"cron":"0 0 * * *","timeZone":"europe/berlin"}""", "schedule.timeZone", "There is no such time zone: give an IANA name, as Europe/Berlin.")]
    [InlineData("""{"cron":"0 0 * * *","timeZone":"W. Europe Standard Time"}""", "schedule.timeZone", "There is no such time zone: give an IANA name, as Europe/Berlin.")]
    [InlineData("""{"cron":"0 0 * * *","timeZone":"localtime"}""", "schedule.timeZone", "There is no such time zone: give an IANA name, as Europe/Berlin.")]
    [InlineData("""{"cron":"0 0 * * *","timeZone":""}""", "schedule.timeZone", "There is no such time zone: give an IANA name, as Europe/Berlin.")]
    public async Task A_bad_schedule_is_refused_with_its_field(string schedule, string field, string said)
    {
        var answer = await PatchAsync(host.NewUser(), Guid.NewGuid(), $$"""{"schedule":{{schedule}}}""");
        Assert.Equal((HttpStatusCode.BadRequest, "validation_failed"), (answer.Status, answer.Code));
        Assert.Equal([field], answer.Faults);
        Assert.Equal(said, answer.Json.GetProperty("errors").GetProperty(field)[0].GetString());
    }

    [Fact]
    public async Task Another_users_source_is_not_found()
    {
        var (_, source) = await SourceAsync();
        Assert.Equal(HttpStatusCode.NotFound, (await PatchAsync(host.NewUser(), source, """{"schedule":{"everyMinutes":5}}""")).Status);
    }

    private async Task<DateTimeOffset> MoveAsync(Guid id)
    {
        await using var db = await host.DatabaseAsync();
        var source = (await db.Sources.FindAsync(id))!;
        source.NextRunAt = new DateTimeOffset(2099, 1, 1, 0, 0, 0, TimeSpan.Zero);
        await db.SaveChangesAsync();
        return source.NextRunAt.Value;
    }

    private async Task<(RestClient Client, Guid Source)> SourceAsync()
    {
        var client = host.NewUser();
        await using var db = await host.DatabaseAsync();
        Source source = Rows.Source(client.UserId);
        db.Add(source);
        await db.SaveChangesAsync();
        return (client, source.Id);
    }

    private static string Field(JsonElement source, string name) => source.GetProperty(name).GetRawText();

    private static Task<Answer> PatchAsync(RestClient client, Guid id, string body) =>
        client.SendAsync(HttpMethod.Patch, $"/api/sources/{id}", new StringContent(body, Encoding.UTF8, "application/json"));
}
