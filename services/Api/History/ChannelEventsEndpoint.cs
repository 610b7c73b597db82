using System.Text.Json;
using Trawl.Api.Database;
using Trawl.Api.Events;
using Trawl.Api.Jobs.Views;
using Trawl.Api.OpenApi;
using Trawl.Contracts.Channels;
using Trawl.ServiceDefaults.Callers;
using static Trawl.Api.OpenApi.EndpointDescriptions;

namespace Trawl.Api.History;

/// <summary>
/// GET /api/events: what a subscription says, asked for. A client whose sockets and streams are cut off polls it with the cursor that
/// it has, on any channel.
/// </summary>
internal static class ChannelEventsEndpoint
{
    /// <param name="Seq">What to pass as <c>after</c> the next time.</param>
    /// <param name="Recovered">False when the log cannot serve <c>after</c>: begin anew from the snapshot and <c>seq</c>.</param>
    /// <param name="Snapshot">On a job's channel the job as it is now; on others null.</param>
    public sealed record ChannelEvents(string Channel, IReadOnlyList<ChannelEvent> Events, long Seq, bool Recovered, JobView? Snapshot);

    /// <summary>The same as it is sent: a history's snapshot is JSON already.</summary>
    private sealed record Sent(string Channel, IReadOnlyList<ChannelEvent> Events, long Seq, bool Recovered, JsonElement? Snapshot);

    public static void MapChannelEvents(this IEndpointRouteBuilder app) =>
        app.MapGet("/api/events", HandleAsync).WithTags("Events").WithName("getEvents").WithSummary("The log of any channel, with long poll")
            .WithDescription("Who may ask, and what the answer holds, is as with a subscription. State and activity events are not in the log.")
            .WithQuery("channel", "job:{id}, user:{id} or system.", Text())
            .WithQuery("after", "The last seq the caller has. Without it: where the channel stands, and no events.", Whole(0))
            .WithQuery("wait", "Seconds to wait for the next event when there is none yet.", Whole(0, LongPoll.MaxWaitSeconds))
            .Produces<ChannelEvents>().WithProblems(400, 404);

    private static async Task<IResult> HandleAsync(
        HttpContext http, TrawlDbContext db, ChannelHistories histories, LongPoll poll, CancellationToken cancellationToken)
    {
        var faults = new Faults();
        var channel = QueryText.Text(http.Request.Query, "channel", faults);
        var after = QueryText.Number(http.Request.Query, "after", long.MaxValue, faults);
        var wait = QueryText.Number(http.Request.Query, "wait", LongPoll.MaxWaitSeconds, faults) ?? 0;
        if (channel is null && !faults.Any)
            faults.Add("channel", "Is required.");
        if (faults.Any)
            return faults.ToProblem();

        http.Response.Headers.CacheControl = "no-store";
        Task<ChannelHistory> ReadAsync() => histories.ReadAsync(db, ChannelNames.Normalise(channel!), after, ChannelHistories.MostEvents, cancellationToken);
        var history = await ReadAsync();
        if (wait > 0 && after == history.Seq && !history.Ended && MaySee(http, history))
        {
            await poll.WaitAsync(history.Channel, history.Seq, TimeSpan.FromSeconds(wait), cancellationToken);
            history = await ReadAsync();
        }

        return MaySee(http, history) ? TypedResults.Json(Of(history)) : Problems.NotFound("channel");
    }

    private static bool MaySee(HttpContext http, ChannelHistory history) => history.Found && http.GetCaller().MaySee(history.OwnerId);

    private static Sent Of(ChannelHistory history) => new(
        history.Channel, history.Events, history.Events is [.., { Seq: { } last }] ? last : history.Seq, history.Recovered, history.Snapshot);
}
