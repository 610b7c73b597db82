using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Trawl.Api.Database;
using Trawl.Api.Events;
using Trawl.Api.Idempotency;
using Trawl.Api.Jobs;
using Trawl.Contracts.Channels;
using Trawl.ServiceDefaults.Callers;
using Trawl.ServiceDefaults.Json;
using Created = Trawl.Api.Idempotency.Created;
using Trawl.Api.Events.Data;

namespace Trawl.Api.Notifications;

/// <summary>POST /api/notifications: a log event like any other, so who was away is told when it is back.</summary>
internal sealed class NotificationEndpoint(IdempotentPost posts, JobTransactions transactions, IOptions<AuthOptions> auth)
{
    /// <summary>Where it is to be read, and at which place.</summary>
    public sealed record NotificationAccepted(string Channel, long Seq);

    public static async Task<IResult> HandleAsync(HttpContext http, TrawlDbContext db, NotificationEndpoint notifications, CancellationToken cancellationToken) =>
        await notifications.RunAsync(http, db, await JsonBody.ReadAsync(http.Request, cancellationToken), cancellationToken);

    private Task<IResult> RunAsync(HttpContext http, TrawlDbContext db, (JsonBody?, IResult?) read, CancellationToken cancellationToken) =>
        posts.HandleAsync(http, db, read, body => Task.FromResult(Check(http.GetCaller(), db, body, cancellationToken)), cancellationToken);

    private (Func<Task<IResult>>? Create, IResult? Problem) Check(Caller caller, TrawlDbContext db, JsonBody body, CancellationToken cancellationToken)
    {
        var faults = new Faults();
        var request = NotificationRules.Check(body, faults);
        return faults.Any ? (null, faults.ToProblem())
            : Refusal(caller, request.UserId) is { } refusal ? (null, refusal)
            : (() => WriteAsync(db, request, cancellationToken), null);
    }

    /// <summary>Whether another user exists is not told. Where callers are believed, anybody could as well say that it is them.</summary>
    private ProblemHttpResult? Refusal(Caller caller, string? userId) =>
        caller.IsAdmin || userId == caller.UserId ? null
        : userId is null ? Problems.Of(StatusCodes.Status403Forbidden, "forbidden", "Only an admin may notify everybody.")
        : auth.Value.Mode is null or "" or "development" ? null
        : Problems.NotFound("user");

    private async Task<IResult> WriteAsync(TrawlDbContext db, NotificationRequest request, CancellationToken cancellationToken)
    {
        var channel = request.UserId is { } userId ? ChannelNames.User(userId) : ChannelNames.System;
        await using var transaction = await transactions.BeginAsync(db, cancellationToken);
        transaction.Log(channel, EventTypes.Notification, new NotificationData(request.Level, request.Title, request.Message));
        await transaction.CommitAsync(cancellationToken);
        // The caller's transaction goes on, and has the channel's row: this is the event's own number.
        var seq = await db.Channels.Where(c => c.Name == channel).Select(c => c.Seq).SingleAsync(cancellationToken);
        return new Created("", JsonSerializer.Serialize(new NotificationAccepted(channel, seq), TrawlJson.Options));
    }
}
