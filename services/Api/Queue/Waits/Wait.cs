namespace Trawl.Api.Queue.Waits;

/// <summary>An estimate: half of those who are told so wait no longer than the one, nine of ten no longer than the other.</summary>
internal readonly record struct Wait(int MedianMs, int P90Ms)
{
    public int MedianSeconds => Seconds(MedianMs);
    public int P90Seconds => Seconds(P90Ms);

    private static int Seconds(int ms) => (int)Math.Ceiling(ms / 1000.0);
}
