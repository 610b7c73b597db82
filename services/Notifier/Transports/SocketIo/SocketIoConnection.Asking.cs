using Trawl.Notifier.Connections;

namespace Trawl.Notifier.Transports.SocketIo;

/// <summary>
/// Socket.IO's clients subscribe when they connect, and then wait: told that the history is unavailable now, none of them
/// asks again. So the connection does it for them, for as long as they are there and want it.
/// </summary>
internal sealed partial class SocketIoConnection
{
    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromSeconds(1);
    private static readonly string Unavailable = ClientError.Unavailable("").Code;

    // Per channel the wish that is being asked for; another takes its place when the client says it again.
    private Dictionary<string, object>? _asking;

    private async Task<SubscribeAnswer> AskAgainAsync(string channel, long? after)
    {
        var wish = new object();
        lock (_answering)
            (_asking ??= new(StringComparer.Ordinal))[channel] = wish;
        while (true)
        {
            await Task.Delay(AskAgainAfter, Core.Time);
            if (ClosingSince != 0 || !IsAsking(channel, wish))
                return SubscribeAnswer.TakenBack;
            var answer = await SubscribeAsync(channel, after, counted: false);
            if (answer.Error?.Code == Unavailable)
                continue;
            StopAsking(channel, wish);
            return answer;
        }
    }

    private bool IsAsking(string channel, object wish)
    {
        lock (_answering)
            return _asking?.GetValueOrDefault(channel) == wish;
    }

    private void StopAsking(string channel, object? wish = null)
    {
        lock (_answering)
        {
            if (wish is null || _asking?.GetValueOrDefault(channel) == wish)
                _asking?.Remove(channel);
        }
    }

    private string[] StopAsking()
    {
        lock (_answering)
        {
            string[] channels = [.. _asking?.Keys ?? Enumerable.Empty<string>()];
            _asking = null;
            return channels;
        }
    }
}
