using System.Net.Sockets;
using System.Net.WebSockets;

namespace Trawl.Pipeline.Tests.Disturbance;

/// <summary>
/// Somebody who watches a channel to its end, whatever happens to the line: each session on a transport and a server of
/// its choice, each from where the last one broke off.
/// </summary>
public sealed class Frontend : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _following = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Func<Random, (IFollower Transport, Uri Server)> _choose;
    private readonly Random _random;
    private readonly (string User, string Channel) _watched;
    private readonly Task _run;
    private int _sessions;

    private Frontend(string user, string channel, int jobs, int seed, Func<Random, (IFollower Transport, Uri Server)> choose)
    {
        (_watched, _choose, _random) = ((user, channel), choose, new Random(seed));
        Story = new Story($"{channel} #{seed}", jobs);
        _run = Task.Run(RunAsync);
    }

    public Story Story { get; }

    public string Channel => _watched.Channel;

    /// <summary>Sessions that got as far as an answer.</summary>
    public int Sessions => _sessions;

    /// <summary>Completes with the first answer to a subscription.</summary>
    public Task Following => _following.Task;

    /// <param name="user">Who.</param>
    /// <param name="channel">Watches what.</param>
    /// <param name="jobs">How many jobs end there until nothing more is expected.</param>
    /// <param name="seed">Of its choices.</param>
    /// <param name="choose">Transport and server of the next session.</param>
    public static Frontend Start(string user, string channel, int jobs, int seed, Func<Random, (IFollower Transport, Uri Server)> choose) =>
        new(user, channel, jobs, seed, choose);

    /// <summary>Waits for the end of the story.</summary>
    public async Task EndAsync(TimeSpan deadline)
    {
        try
        {
            await _run.WaitAsync(deadline);
        }
        catch (TimeoutException)
        {
            Assert.Fail($"{Story} has not ended after {_sessions} sessions; the last failed with {LastFault}");
        }
    }

    /// <summary>It was on REST, which tells of progress only together with log events.</summary>
    public bool HasPolled { get; private set; }

    private string? LastFault { get; set; }

    private async Task RunAsync()
    {
        while (!Story.IsOver && !_stop.IsCancellationRequested)
        {
            var (transport, server) = _choose(_random);
            try
            {
                await FollowAsync(transport, server);
            }
            catch (Exception e) when (e is WebSocketException or HttpRequestException or IOException or SocketException or OperationCanceledException)
            {
                LastFault = $"{transport.Name}: {e.Message}";
            }

            if (!Story.IsOver)
                await Task.Delay(_random.Next(20, 250), _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task FollowAsync(IFollower transport, Uri server)
    {
        Story.NewSession(transport);
        HasPolled |= transport == Transports.LongPoll;
        var first = true;
        await foreach (var heard in transport.FollowAsync(new Place(server, _watched.User, _watched.Channel), Story.Position, _stop.Token))
        {
            if (first)
                Interlocked.Increment(ref _sessions);
            first = false;
            _following.TrySetResult();
            Story.Take(heard);
            if (Story.IsOver)
                return;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _run.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }
}
