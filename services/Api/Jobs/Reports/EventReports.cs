using System.Diagnostics;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Trawl.Api.Database;
using Trawl.Api.Events;
using Trawl.Api.Idempotency;
using Trawl.Contracts.Channels;
using Trawl.ServiceDefaults.Events;

namespace Trawl.Api.Jobs.Reports;

/// <summary>
/// POST /api/jobs/{id}/events: as a worker's own commentary it goes straight to the watchers. It changes nothing of the job that can
/// be seen, so it takes no lock, and one read is all it costs the database; every few seconds also a sign of life.
/// </summary>
internal static class EventReports
{
    private static readonly TimeSpan SignsOfLife = TimeSpan.FromSeconds(5);

    public static async Task<IResult> HandleAsync(
        Guid id, HttpContext http, TrawlDbContext db, ReportEndpoint reports, IdempotentPost posts, IEventPublisher publisher, TimeProvider time,
        CancellationToken cancellationToken)
    {
        var (request, answered) = await reports.ReadAsync(id, http, db, ReportRules.MaxReports, ActivityData.Check, cancellationToken);
        if (request is null)
            return answered!;
        await NoteAsync(db, request.Job, time.GetUtcNow(), cancellationToken);
        return request.Key is null ? await PublishAsync() : await posts.RunAsync(db, request.Key, PublishAsync, cancellationToken);

        Task<IResult> PublishAsync()
        {
            foreach (var (type, data) in request.Reports)
                Publish(publisher, request.Job, type, data, time.GetUtcNow());
            return Task.FromResult<IResult>(ReportEndpoint.Answer(new ReportEndpoint.ReportsAccepted(id, request.Reports.Count)));
        }
    }

    /// <summary>A program that sends only these is not silent.</summary>
    private static Task NoteAsync(TrawlDbContext db, Reporters.ReportedJob job, DateTimeOffset now, CancellationToken cancellationToken) =>
        now - job.LastMovedAt < SignsOfLife
            ? Task.CompletedTask
            : db.Jobs.Where(j => j.Id == job.Id && j.Status < JobStatus.Cancelling).ExecuteUpdateAsync(
                set => set.SetProperty(j => j.LastMovedAt, now).SetProperty(j => j.StalledReason, (string?)null), cancellationToken);

    private static void Publish(IEventPublisher publisher, Reporters.ReportedJob job, string type, JsonElement data, DateTimeOffset now)
    {
        var told = new ChannelEvent
        {
            Type = type, Channel = ChannelNames.Job(job.Id), JobId = job.Id, Timestamp = now, Traceparent = Activity.Current?.Id, Data = data,
        };
        publisher.Publish(told, job.UserId);
    }
}
