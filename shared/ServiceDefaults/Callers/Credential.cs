namespace Trawl.ServiceDefaults.Callers;

/// <summary>What a caller proved itself with. A socket outlives the request that brought it, so it can be asked whether it still holds.</summary>
public sealed class Credential
{
    private readonly DateTimeOffset _expiresAt;
    private long _withdrawnAt = long.MaxValue;

    /// <summary>Something that was accepted.</summary>
    /// <param name="proof">The key that it was judged by.</param>
    /// <param name="expiresAt">When it ends by its own word; null: never.</param>
    public Credential(object proof, DateTimeOffset? expiresAt)
    {
        Proof = proof;
        _expiresAt = expiresAt ?? DateTimeOffset.MaxValue;
    }

    /// <summary>When it ends by its own word; null: never.</summary>
    public DateTimeOffset? ExpiresAt => _expiresAt == DateTimeOffset.MaxValue ? null : _expiresAt;

    /// <summary>When it ceases, or ceased, to hold, for whatever reason.</summary>
    public DateTimeOffset EndsAt => IsRevoked ? new DateTimeOffset(Volatile.Read(ref _withdrawnAt), TimeSpan.Zero) : _expiresAt;

    /// <summary>Whether it was withdrawn before it expired.</summary>
    public bool IsRevoked => Volatile.Read(ref _withdrawnAt) < _expiresAt.UtcTicks;

    /// <summary>The key that it was judged by.</summary>
    internal object Proof { get; }

    /// <summary>It is not accepted any more.</summary>
    /// <param name="now">Since when, by what is known. Only the first counts.</param>
    public void Withdraw(DateTimeOffset now) => Interlocked.CompareExchange(ref _withdrawnAt, now.UtcTicks, long.MaxValue);
}
