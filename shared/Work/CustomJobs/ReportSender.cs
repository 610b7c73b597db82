using System.Net;

namespace Trawl.Work.CustomJobs;

/// <summary>Sends what the buffer holds, in the background until the job's end, and then the end.</summary>
internal sealed class ReportSender : IAsyncDisposable
{
    private static readonly object NothingNew = new();

    private readonly ReportClient client;
    private readonly ReportBuffer buffer;
    private readonly CustomJobOptions options;
    private readonly string path;
    private readonly string token;
    private readonly CancellationTokenSource ended = new();
    private readonly CancellationTokenSource stop = new();
    private readonly CancellationTokenSource giveUp = new();
    private readonly Task loop;
    private object[] unsent = [];
    private object? counts;
    private long lastSent;
    private long refused;

    public ReportSender(ReportClient client, ReportBuffer buffer, CustomJobOptions options, Guid jobId, string token)
    {
        (this.client, this.buffer, this.options, this.token, path) = (client, buffer, options, token, $"/api/jobs/{jobId}/");
        lastSent = options.Time.GetTimestamp();
        // Not on the scheduler of whoever makes it: that may be one that computes.
        loop = Task.Run(LoopAsync);
    }

    /// <summary>Cancelled when the server says that the job is over, or not there.</summary>
    public CancellationToken Ended => ended.Token;

    /// <summary>Reports that the server would not have.</summary>
    public long Refused => Interlocked.Read(ref refused);

    /// <summary>Whether this end, or another, is known to stand.</summary>
    public bool HasEnd { get; private set; }

    /// <summary>What waits, then the counts, then the end: activity is waited for a little, the other two as long as it takes.</summary>
    /// <param name="report">The last part of the path.</param>
    /// <param name="body">The report.</param>
    /// <param name="status">The job's then.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<bool> EndAsync(string report, object body, string status, CancellationToken cancellationToken)
    {
        await StopAsync(cancellationToken);
        counts = buffer.TakeCounts() ?? counts;
        if (counts is not null && !Ended.IsCancellationRequested)
            await PostAsync("progress", counts, 1, cancellationToken);
        var answer = await client.PostAsync(path + report, body, token, null, cancellationToken);
        HasEnd = answer.IsSuccess || answer.Status == HttpStatusCode.Conflict;
        if (answer.IsSuccess)
            return true;
        await ended.CancelAsync();
        // An earlier try may have arrived, and only its answer been lost: then this is the end that stands.
        return answer.Status == HttpStatusCode.Conflict
            ? answer.MayBeRepeated && answer.Said.Contains(status, StringComparison.Ordinal)
            : throw new CustomJobException(answer.Said, answer.Status);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync(CancellationToken.None);
        stop.Dispose();
        giveUp.Dispose();
        ended.Dispose();
    }

    private async Task StopAsync(CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(options.FlushPatience, options.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken, Ended);
        // What is being sent is let go through: cut off and sent again, it would be told twice.
        await using var registration = either.Token.Register(giveUp.Cancel);
        await stop.CancelAsync();
        await loop;
        if (HasEnd)
            return;
        try
        {
            while (await SendActivityAsync(either.Token))
            {
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Commentary that nobody can hear any more.
        }
    }

    private async Task LoopAsync()
    {
        using var timer = new PeriodicTimer(options.SendEvery, options.Time);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stop.Token, Ended);
        try
        {
            while (await timer.WaitForNextTickAsync(over.Token))
            {
                await SendActivityAsync(giveUp.Token);
                counts = buffer.TakeCounts() ?? counts ?? (options.Time.GetElapsedTime(lastSent) >= options.AskEvery ? NothingNew : null);
                if (counts is null)
                    continue;
                await PostAsync("progress", counts, 1, giveUp.Token);
                counts = null;
            }
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested)
        {
            // The end, ours or the job's.
        }
    }

    /// <summary>False when there was nothing to send. What could not be sent is the next to be.</summary>
    private async Task<bool> SendActivityAsync(CancellationToken cancellationToken)
    {
        if (unsent.Length == 0)
            unsent = buffer.TakeActivity();
        if (unsent.Length == 0)
            return false;
        await PostAsync("events", unsent, unsent.Length, cancellationToken);
        unsent = [];
        return true;
    }

    private async Task PostAsync(string report, object body, int reports, CancellationToken cancellationToken)
    {
        var answer = await client.PostAsync(path + report, body, token, null, cancellationToken);
        lastSent = options.Time.GetTimestamp();
        if (answer.IsSuccess)
            return;
        Interlocked.Add(ref refused, reports);
        // What it cannot read costs these reports only. Over, gone, or none of our business: the others would fare no better.
        if (answer.Status is HttpStatusCode.Conflict or HttpStatusCode.NotFound or HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
            await ended.CancelAsync();
    }
}
