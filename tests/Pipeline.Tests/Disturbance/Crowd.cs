namespace Trawl.Pipeline.Tests.Disturbance;

/// <summary>Many frontends on one deployment.</summary>
/// <param name="user">Who they are.</param>
/// <param name="api">Where the long poll goes; may change.</param>
/// <param name="notifiers">Where the others go: one of them for each session.</param>
internal sealed class Crowd(string user, Uri api, IReadOnlyList<Uri> notifiers) : IAsyncDisposable
{
    private readonly List<Frontend> _all = [];

    public IReadOnlyList<Frontend> All => _all;

    /// <summary>So many on one transport.</summary>
    public void Add(IFollower transport, string channel, int count, int jobs = 1)
    {
        for (var i = 0; i < count; i++)
            Start(channel, jobs, random => (transport, ServerOf(transport, random)));
    }

    /// <summary>So many that take any transport, another with each session.</summary>
    public void AddChanging(string channel, int count, int jobs = 1)
    {
        var transports = channel.StartsWith("job:", StringComparison.Ordinal) ? Transports.OfJobs : Transports.OfNotifier;
        for (var i = 0; i < count; i++)
        {
            Start(channel, jobs, random =>
            {
                var transport = transports[random.Next(transports.Length)];
                return (transport, ServerOf(transport, random));
            });
        }
    }

    /// <summary>A few on each transport, and as many that change.</summary>
    public void AddOnEach(string channel, int count, int jobs = 1)
    {
        foreach (var transport in channel.StartsWith("job:", StringComparison.Ordinal) ? Transports.OfJobs : Transports.OfNotifier)
            Add(transport, channel, count, jobs);
        AddChanging(channel, count, jobs);
    }

    public Task FollowingAsync(TimeSpan deadline) => Task.WhenAll(_all.Select(frontend => frontend.Following)).WaitAsync(deadline);

    public async Task EndAsync(TimeSpan deadline)
    {
        foreach (var frontend in _all)
            await frontend.EndAsync(deadline);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var frontend in _all)
            await frontend.DisposeAsync();
    }

    private void Start(string channel, int jobs, Func<Random, (IFollower, Uri)> choose) =>
        _all.Add(Frontend.Start(user, channel, jobs, _all.Count, choose));

    private Uri ServerOf(IFollower transport, Random random) => transport == Transports.LongPoll ? api : notifiers[random.Next(notifiers.Count)];
}
