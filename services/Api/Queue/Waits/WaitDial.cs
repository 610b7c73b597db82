namespace Trawl.Api.Queue.Waits;

/// <summary>
/// By how much a rough estimate is to be multiplied so that a given share of waits stays below. Turned after each wait, up when it
/// was longer than that and down when not, in the proportion in which the two are in balance at just that share: it follows the
/// last some dozens of waits without keeping them.
/// </summary>
internal sealed class WaitDial(double share, double start)
{
    private const double Least = 0.04;
    private double _log = Math.Log(start);
    private int _heard;

    public int Of(double roughMs) => (int)Math.Clamp(roughMs * Math.Exp(_log), 1, int.MaxValue);

    public void Turn(double roughMs, double waitedMs)
    {
        var step = Math.Max(Least, 2.0 / (2 + _heard++));
        var ratio = Math.Log(Math.Max(waitedMs, 1) / roughMs);
        _log = ratio > _log ? _log + step * share : _log - step * (1 - share);
    }
}
