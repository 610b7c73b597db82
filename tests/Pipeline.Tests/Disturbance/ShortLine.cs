using System.Net.Sockets;

namespace Trawl.Pipeline.Tests.Disturbance;

/// <summary>One connection through <see cref="UnsteadyLine"/>: bytes both ways, until it is cut.</summary>
internal sealed class ShortLine(Socket client, Socket server)
{
    private readonly TaskCompletionSource _halfSent = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _silent;
    private volatile bool _half;

    /// <summary>Carries for so long; true when an end hung up before.</summary>
    public async Task<bool> CarryAsync(TimeSpan life, CancellationToken cancellationToken)
    {
        var down = Quietly(DownAsync(cancellationToken));
        var up = Quietly(UpAsync(cancellationToken));
        return await Task.WhenAny(Task.WhenAny(down, up), Task.Delay(life, cancellationToken)) is Task<Task>;
    }

    public async Task CutAsync(Cut cut, TimeSpan linger, CancellationToken cancellationToken)
    {
        switch (cut)
        {
            case Cut.Silence:
                _silent = true;
                await Task.Delay(linger, cancellationToken);
                Reset();
                break;
            case Cut.Half:
                _half = true;
                await Task.WhenAny(_halfSent.Task, Task.Delay(linger, cancellationToken));
                client.Shutdown(SocketShutdown.Send);
                break;
            case Cut.Reset:
                Reset();
                break;
            default:
                client.Shutdown(SocketShutdown.Both);
                break;
        }
    }

    private void Reset()
    {
        client.LingerState = server.LingerState = new LingerOption(true, 0);
    }

    private async Task DownAsync(CancellationToken cancellationToken)
    {
        var buffer = new byte[16 * 1024];
        while (await server.ReceiveAsync(buffer, cancellationToken) is var length and > 0)
        {
            var half = _half;
            if (!_silent)
                await client.SendAsync(buffer.AsMemory(0, half ? (length + 1) / 2 : length), cancellationToken);
            if (!half)
                continue;
            _halfSent.TrySetResult();
            return;
        }

        client.Shutdown(SocketShutdown.Send);
    }

    private async Task UpAsync(CancellationToken cancellationToken)
    {
        var buffer = new byte[16 * 1024];
        while (await client.ReceiveAsync(buffer, cancellationToken) is var length and > 0)
        {
            if (!_silent)
                await server.SendAsync(buffer.AsMemory(0, length), cancellationToken);
        }

        server.Shutdown(SocketShutdown.Send);
    }

    private static async Task Quietly(Task pump)
    {
        try
        {
            await pump;
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // Cut: by us or by an end.
        }
    }
}
