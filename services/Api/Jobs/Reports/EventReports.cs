using System.Diagnostics;
using System.Text.Json;
using Trawl.Api.Database;
using Trawl.Api.Events;
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
        Guid id, HttpContext http, TrawlDbContext db, IEventPublisher publisher, TimeProvider time, CancellationToken cancellationToken)
    {
        var (job, events, problem) = await ReportEndpoint.ReadAsync(id, http, db, ReportRules.MaxReports, ActivityData.Check, cancellationToken);
        if (problem is not null)
            return problem;
        foreach (var (type, data) in events)
            Publish(publisher, job!, type, data, time.GetUtcNow());
        return ReportEndpoint.Accepted(id, events.Count);
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
