using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Trawl.Api.Database;
using Trawl.Api.Jobs.Submit;
using Trawl.Api.Schedules;
using Trawl.ServiceDefaults.Callers;
using Trawl.ServiceDefaults.Json;

namespace Trawl.Api.Sources;

/// <summary>PATCH /api/sources/{id}. A field that is not sent stays as it is; null takes a title or a schedule away.</summary>
internal static class SourcePatchEndpoint
{
    public static async Task<IResult> HandleAsync(
        Guid id, HttpContext http, TrawlDbContext db, TimeProvider time, ScheduleLoop schedules, CancellationToken cancellationToken)
    {
        var (body, unreadable) = await JsonBody.ReadAsync(http.Request, cancellationToken);
        if (body is null)
            return unreadable!;
        var faults = new Faults();
        var patch = Check(body, time.GetUtcNow(), faults);
        if (faults.Any)
            return faults.ToProblem();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        // Locked: a run that is due now must not put back what it was due by.
        await db.Database.ExecuteSqlAsync($"select 1 from sources where id = {id} for no key update", cancellationToken);
        if (await db.Sources.VisibleTo(http.GetCaller()).SingleOrDefaultAsync(s => s.Id == id, cancellationToken) is not { } source)
            return Problems.NotFound("source");
        if (body.Root.TryGetProperty("title", out _))
            source.Title = patch.Title?.Trim();
        if (body.Root.TryGetProperty("schedule", out _))
            SetSchedule(source, patch.Schedule, time.GetUtcNow());
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        schedules.Wake();
        return TypedResults.Ok((await SourceView.ForAsync(db, [source], cancellationToken))(source));
    }

    private static SourcePatch Check(JsonBody body, DateTimeOffset now, Faults faults)
    {
        var patch = body.As<SourcePatch>(faults);
        var readable = !faults.Any;
        if (patch.Title is not null)
            SubmitRules.Text("title", patch.Title, SubmitRules.MaxTitleLength, faults);
        return patch.Schedule is null || !readable ? patch : patch with { Schedule = ScheduleRules.Check("schedule", patch.Schedule, now, faults) };
    }

    /// <summary>A form that sends everything again moves no run.</summary>
    private static void SetSchedule(Source source, SourceSchedule? schedule, DateTimeOffset now)
    {
        if (schedule is not null && source.NextRunAt is not null && source.Schedule?.Deserialize<SourceSchedule>(TrawlJson.Options) == schedule)
            return;
        source.Schedule = schedule is null ? null : JsonSerializer.SerializeToDocument(schedule, TrawlJson.Options);
        var second = now.AddTicks(-(now.Ticks % TimeSpan.TicksPerSecond));
        source.NextRunAt = schedule?.NextAfter(second, second);
    }
}
