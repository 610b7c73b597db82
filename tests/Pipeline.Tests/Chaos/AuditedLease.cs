namespace Trawl.Pipeline.Tests.Chaos;

/// <summary>One time that a page was leased.</summary>
/// <param name="Url">The page.</param>
/// <param name="Opened">When it was leased; its batch goes to the broker after that.</param>
/// <param name="Published">When the broker was known to have the batch, or nobody waited for it to say so any more.</param>
/// <param name="Closed">When all of the batch was done; now, when the lease was taken back, for the broker may have the batch still.</param>
public sealed record AuditedLease(string Url, DateTime Opened, DateTime Published, DateTime Closed)
{
    // A batch's lease goes with the last of its results; the batch's message a moment later, when its crawler has said that it is done.
    private static readonly TimeSpan LastWord = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How often the page may have been asked for: once, and once more for each time that the broker may have delivered the batch
    /// again. A batch that the broker had, but could not confirm before it went down, was sent to it again: each is there twice.
    /// </summary>
    public int MayAsk(IReadOnlyCollection<Blow> blows) =>
        (1 + blows.Count(blow => blow.Target == Blow.Broker && blow.FellBetween(Opened, Published)))
        * (1 + blows.Where(blow => blow.FellBetween(Opened, Closed + LastWord)).Sum(blow => blow.Redeliveries));

    public override string ToString() => $"{Opened:HH:mm:ss.fff} to {Closed:HH:mm:ss.fff}, published {Published:HH:mm:ss.fff}";
}
