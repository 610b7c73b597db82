using System.Diagnostics;
using System.Text.Json;
using Trawl.Api.Database;
using Trawl.Api.Events;
using Trawl.Api.Idempotency;
using Trawl.Contracts.Channels;
using Trawl.ServiceDefaults.Events;

namespace Trawl.Api.Jobs.Reports;

/// <summary>
/// POST /api/jobs/{id}/events: as a worker's own commentary it goes straight to the watchers. It changes nothing of the job,
/// so it takes no lock, and one read is all it costs the database.
/// </summary>
internal static class EventReports
{
    public static async Task<IResult> HandleAsync(
        Guid id, HttpContext http, TrawlDbContext db, ReportEndpoint reports, IdempotentPost posts, IEventPublisher publisher, TimeProvider time,
        CancellationToken cancellationToken)
    {
        var (request, answered) = await reports.ReadAsync(id, http, db, ReportRules.MaxReports, ActivityData.Check, cancellationToken);
        if (request is null)
            return answered!;
        return request.Key is null ? await PublishAsync() : await posts.RunAsync(db, request.Key, PublishAsync, cancellationToken);

        Task<IResult> PublishAsync()
        {
            foreach (var (type, data) in request.Reports)
                Publish(publisher, request.Job, type, data, time.GetUtcNow());
            return Task.FromResult<IResult>(ReportEndpoint.Answer(new ReportEndpoint.ReportsAccepted(id, request.Reports.Count)));
        }
    }

    private static void Publish(IEventPublisher publisher, Reporters.ReportedJob job, string type, JsonElement data, DateTimeOffset now)
    {
        var told = new ChannelEvent
        {
            Type = type, Channel = ChannelNames.Job(job.Id), JobId = job.Id, Timestamp = now, Traceparent = Activity.Current?.Id, Data = data,
        };
        publisher.Publish(told, job.UserId);
    }
}
