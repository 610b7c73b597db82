namespace Trawl.Api.Queue.Waits;

/// <summary>
/// By how much a rough estimate is to be multiplied so that a given share of waits stays below. Turned after each wait: up a
/// little when it was longer than told, down when not, in the proportion in which the two keep each other in balance only at that
/// share. So it holds in the long run whatever the waits are like, and however late one hears of them.
/// </summary>
internal sealed class WaitDial(double share, double start)
{
    private const double Least = 0.05;
    private double _log = Math.Log(start);
    private int _heard;

    public int Of(double roughMs) => (int)Math.Clamp(roughMs * Math.Exp(_log), 1, int.MaxValue);

    public void Turn(int toldMs, double waitedMs)
    {
        // Large steps at first: nothing is known.
        var step = Math.Max(Least, 1.0 / (2 + _heard++));
        _log = Math.Clamp(_log + (waitedMs > toldMs ? step * share : step * (share - 1)), -7, 7);
    }
}
