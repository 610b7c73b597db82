using Microsoft.EntityFrameworkCore;
using Trawl.Api.Database;

namespace Trawl.Api.Idempotency;

/// <summary>
/// Creates once, however often it is asked. The key is a row written in the transaction of what it creates: a concurrent
/// duplicate waits for it at the unique index, and finds the answer, or, had the first failed, does the work itself.
/// </summary>
internal sealed class IdempotentPost(TimeProvider time)
{
    public static readonly TimeSpan KeptFor = TimeSpan.FromHours(24);

    /// <summary>What creates the thing that a body asks for, or what is wrong with the body.</summary>
    public delegate Task<(Func<Task<IResult>>? Create, IResult? Problem)> Check(JsonBody body);

    /// <summary>The whole of a POST whose body is read: known by its key, or checked and run.</summary>
    public async Task<IResult> HandleAsync(
        HttpContext http, TrawlDbContext db, (JsonBody? Body, IResult? Unreadable) read, Check check, CancellationToken cancellationToken)
    {
        if (read.Body is not { } body)
            return read.Unreadable!;
        var (key, invalidKey) = IdempotentRequest.From(http, body);
        if (invalidKey is not null)
            return invalidKey;
        // Before the checks: what they say of a URL or a model may have changed since the first time.
        if (key is not null && await FindAsync(db, key, cancellationToken) is { } known)
            return known;
        var (create, invalid) = await check(body);
        return create is null ? invalid! : await RunAsync(db, key, create, cancellationToken);
    }

    /// <summary>The first answer, or a conflict when the key came with another request; null for a new key.</summary>
    public async Task<IResult?> FindAsync(TrawlDbContext db, IdempotentRequest request, CancellationToken cancellationToken)
    {
        var oldest = time.GetUtcNow() - KeptFor;
        var known = await db.IdempotencyKeys.AsNoTracking().SingleOrDefaultAsync(
            key => key.UserId == request.UserId && key.Key == request.Key && key.CreatedAt > oldest, cancellationToken);
        return known switch
        {
            null => null,
            _ when known.RequestHash != request.Hash => Problems.IdempotencyConflict(),
            _ => new Created(known.Location ?? "", known.Body, known.StatusCode) { Replayed = true },
        };
    }

    /// <summary>Runs <paramref name="create"/> in a transaction, at most once a key. An answer that creates nothing undoes all, the key included.</summary>
    public async Task<IResult> RunAsync(
        TrawlDbContext db, IdempotentRequest? request, Func<Task<IResult>> create, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (request is not null && !await ClaimAsync(db, request, cancellationToken))
        {
            await transaction.RollbackAsync(cancellationToken);
            return await FindAsync(db, request, cancellationToken)
                ?? throw new InvalidOperationException("The idempotency key expired while it was being read.");
        }

        var answer = await create();
        if (answer is not Created created)
        {
            await transaction.RollbackAsync(cancellationToken);
            return answer;
        }

        if (request is not null)
            await RememberAsync(db, request, created, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return created;
    }

    /// <summary>What a repeated request will be answered with.</summary>
    public static Task RememberAsync(TrawlDbContext db, IdempotentRequest request, Created created, CancellationToken cancellationToken) =>
        db.IdempotencyKeys.Where(key => key.UserId == request.UserId && key.Key == request.Key).ExecuteUpdateAsync(
            set => set
                .SetProperty(key => key.StatusCode, created.StatusCode)
                .SetProperty(key => key.Location, created.Location)
                .SetProperty(key => key.Body, created.Body),
            cancellationToken);

    /// <summary>Whether the key is new, in the caller's transaction. An expired one that was not cleaned up yet is as good as none.</summary>
    public async Task<bool> ClaimAsync(TrawlDbContext db, IdempotentRequest request, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return await db.Database.ExecuteSqlAsync(
            $"""
            insert into idempotency_keys as k (user_id, key, request_hash, status_code, location, body, created_at)
            values ({request.UserId}, {request.Key}, {request.Hash}, 0, null, '', {now})
            on conflict (user_id, key) do update set request_hash = excluded.request_hash, created_at = excluded.created_at
            where k.created_at <= {now - KeptFor}
            """,
            cancellationToken) == 1;
    }
}
