using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Trawl.Api.Database;
using Trawl.Api.Events;
using Trawl.Api.Events.Data;
using Trawl.Api.Idempotency;
using Trawl.Api.Jobs.Reports;
using Trawl.Contracts.Channels;
using Trawl.ServiceDefaults.Callers;
using Trawl.ServiceDefaults.Json;

namespace Trawl.Api.Jobs.Comments;

/// <summary>GET and POST /api/jobs/{id}/comments: a thread on a job, oldest first.</summary>
internal sealed class CommentEndpoint(IdempotentPost posts, JobTransactions transactions)
{
    public static async Task<IResult> ListAsync(Guid id, HttpContext http, TrawlDbContext db, CancellationToken cancellationToken)
    {
        var faults = new Faults();
        var paging = Paging.ById(http.Request, faults);
        if (faults.Any)
            return faults.ToProblem();
        if (!await db.Jobs.VisibleTo(http.GetCaller()).AnyAsync(job => job.Id == id, cancellationToken))
            return Problems.NotFound("job");
        var query = db.Comments.AsNoTracking().Where(comment => comment.JobId == id);
        if (paging.After is { } after)
            query = query.Where(comment => comment.Id > after);
        var comments = await query.OrderBy(comment => comment.Id).Take(paging.Take).ToListAsync(cancellationToken);
        return TypedResults.Ok(paging.Cut(comments, CommentView.Of, comment => Paging.Cursor(comment.Id)));
    }

    public static async Task<IResult> PostAsync(Guid id, HttpContext http, TrawlDbContext db, CommentEndpoint comments, CancellationToken cancellationToken) =>
        await comments.RunAsync(id, http, db, await JsonBody.ReadAsync(http.Request, cancellationToken), cancellationToken);

    private Task<IResult> RunAsync(Guid id, HttpContext http, TrawlDbContext db, (JsonBody?, IResult?) read, CancellationToken cancellationToken) =>
        posts.HandleAsync(http, db, read, body => CheckAsync(id, http.GetCaller(), db, body, cancellationToken), cancellationToken);

    private async Task<(Func<Task<IResult>>? Create, IResult? Problem)> CheckAsync(
        Guid id, Caller caller, TrawlDbContext db, JsonBody body, CancellationToken cancellationToken)
    {
        if (!await db.Jobs.VisibleTo(caller).AnyAsync(job => job.Id == id, cancellationToken))
            return (null, Problems.NotFound("job"));
        var faults = new Faults();
        var request = body.As<CommentRequest>(faults);
        ReportRules.LongText("text", request.Text, CommentRequest.MaxText, faults, needed: true);
        return faults.Any ? (null, faults.ToProblem()) : (() => WriteAsync(id, caller.UserId, db, request.Text, cancellationToken), null);
    }

    private async Task<IResult> WriteAsync(Guid id, string userId, TrawlDbContext db, string text, CancellationToken cancellationToken)
    {
        await using var transaction = await transactions.BeginAsync(db, cancellationToken);
        // It may have been deleted since it was looked at.
        if ((await transaction.LockAsync([id], cancellationToken)).GetValueOrDefault(id) is not { } job)
            return Problems.NotFound("job");
        var at = await TimeAsync(db, id, transaction.Now, cancellationToken);
        var comment = new Comment { Id = Guid.CreateVersion7(at), JobId = id, UserId = userId, Text = text, CreatedAt = at };
        db.Comments.Add(comment);
        var data = new CommentData(comment.Id, userId, text);
        if (job.Status.IsTerminal())
            // Its own channel has said its last.
            transaction.Log(ChannelNames.User(job.UserId), EventTypes.Comment, data, job.Id);
        else
            transaction.Log(job, EventTypes.Comment, data);
        await transaction.CommitAsync(cancellationToken);
        return new Created("", JsonSerializer.Serialize(CommentView.Of(comment), TrawlJson.Options), StatusCodes.Status201Created);
    }

    /// <summary>A millisecond later than the comment before it, or more: ids are ordered by it, so the thread is read in the order in which it was told.</summary>
    private static async Task<DateTimeOffset> TimeAsync(TrawlDbContext db, Guid jobId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var last = await db.Comments.Where(c => c.JobId == jobId).OrderByDescending(c => c.Id).Select(c => c.CreatedAt).FirstOrDefaultAsync(cancellationToken);
        return DateTimeOffset.FromUnixTimeMilliseconds(Math.Max(now.ToUnixTimeMilliseconds(), last.ToUnixTimeMilliseconds() + 1));
    }
}
