using System.Text.Json;

namespace Trawl.Work.CustomJobs;

/// <summary>
/// A job of a Trawl server whose work is done here, and whoever watches it there sees how it goes. As an <see cref="IWorkReporter"/> it
/// counts the tasks it is given to. Reports are sent in the background, in order, a few times a second: the work never waits for
/// them; activity that there is too much of is dropped, the job's end is not.
/// </summary>
public sealed class CustomJob : IWorkReporter, IAsyncDisposable
{
    private readonly CustomJobOptions options;
    private readonly ReportBuffer buffer;
    private readonly ReportSender sender;
    private readonly bool isOwn;

    private CustomJob(ReportClient client, CustomJobOptions options, Guid id, string reportToken, bool isOwn)
    {
        (this.options, Id, ReportToken, this.isOwn) = (options, id, reportToken, isOwn);
        buffer = new ReportBuffer(options.Buffer, options.Total);
        sender = new ReportSender(client, buffer, options, id, reportToken);
        Cancelled = sender.Ended;
    }

    /// <summary>The job's id on the server.</summary>
    public Guid Id { get; }

    /// <summary>With it anybody may report on this job, and nothing else.</summary>
    public string ReportToken { get; }

    /// <summary>Cancelled when the server takes no more reports: the job was cancelled, deleted, or ran out of time. Nobody wants the rest of the work.</summary>
    public CancellationToken Cancelled { get; }

    /// <summary>Activity reports that were given up because there were too many, or because the server would not have them.</summary>
    public long Dropped => buffer.Dropped + sender.Refused;

    /// <summary>Announces a job and runs it from here; as often as it takes for the server to hear of it, and once.</summary>
    /// <param name="http">With the server as its base address, and whatever tells it who is calling as default headers. Not disposed.</param>
    /// <param name="options">What it is.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="CustomJobException">The server refuses.</exception>
    public static async Task<CustomJob> CreateAsync(HttpClient http, CustomJobOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new CustomJobOptions();
        var client = Client(http, options);
        var body = new { type = "custom", title = options.Title, total = options.Total, tags = options.Tags, ttlMinutes = (int?)options.TimeToLive?.TotalMinutes };
        var answer = await client.PostAsync("/api/jobs", body, null, Guid.NewGuid().ToString(), cancellationToken);
        if (!answer.IsSuccess || answer.Body is not { } job)
            throw new CustomJobException(answer.Said, answer.Status);
        return new CustomJob(client, options, job.GetProperty("id").GetGuid(), job.GetProperty("reportToken").GetString()!, isOwn: true);
    }

    /// <summary>Reports on a job that somebody else announced, and will end if this does not.</summary>
    /// <param name="http">With the server as its base address. Not disposed.</param>
    /// <param name="id">The job's.</param>
    /// <param name="reportToken">As the announcement was answered with.</param>
    /// <param name="options">How to report; its total only if the job was announced with one.</param>
    public static CustomJob Attach(HttpClient http, Guid id, string reportToken, CustomJobOptions? options = null)
    {
        options ??= new CustomJobOptions();
        return new CustomJob(Client(http, options), options, id, reportToken, isOwn: false);
    }

    /// <inheritdoc/>
    public void Progress(in TaskProgress progress)
    {
        buffer.Count(progress);
        buffer.Add("processing_progress", new
        {
            taskName = ReportBuffer.Name(progress.TaskName), completed = progress.Completed, total = progress.Total,
            progressPercent = progress.Percent, worker = ReportBuffer.Name(progress.Worker),
        });
    }

    /// <inheritdoc/>
    public void BatchCompleted(in BatchCompleted batch) => buffer.Add("batch_complete", new
    {
        taskName = ReportBuffer.Name(batch.TaskName), completed = batch.Completed, total = batch.Total, batchSize = batch.BatchSize,
        worker = ReportBuffer.Name(batch.Worker),
    });

    /// <inheritdoc/>
    public void TaskCompleted(in TaskCompleted task)
    {
        buffer.Count(task);
        buffer.Add("task_completed", new
        {
            taskName = ReportBuffer.Name(task.TaskName), completed = task.Completed, failed = task.Failed, durationMs = task.DurationMs,
            worker = ReportBuffer.Name(task.Worker),
        });
    }

    /// <inheritdoc/>
    public void ItemCompleted(in ItemCompleted item) => buffer.Add("worker_item_completed", new
    {
        workerName = ReportBuffer.Name(item.Worker), item = ReportBuffer.Item(item.Item), ok = item.Ok, durationMs = item.DurationMs, queueSize = item.QueueSize,
    });

    /// <summary>An event of the program's own: <c>sync:progress</c>, <c>preview:status</c> or <c>generation:progress</c>, passed through to who watches.</summary>
    /// <param name="type">One of the three.</param>
    /// <param name="data">An object, at most 16 KiB as JSON.</param>
    public void Event(string type, object data) => buffer.Add(type, JsonSerializer.SerializeToElement(data, JsonSerializerOptions.Web));

    /// <summary>The work is done. Tried until the server has answered.</summary>
    /// <param name="result">Whatever it came to, at most 64 KiB as JSON.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>False when the job had ended before (see <see cref="Cancelled"/>).</returns>
    /// <exception cref="CustomJobException">The server refuses.</exception>
    public Task<bool> CompleteAsync(object? result = null, CancellationToken cancellationToken = default) =>
        sender.EndAsync("complete", new { result }, "completed", cancellationToken);

    /// <summary>The work is given up. As sure as <see cref="CompleteAsync"/>.</summary>
    /// <param name="code">For programs, at most 200 characters.</param>
    /// <param name="message">For people, at most 4000.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>False when the job had ended before.</returns>
    /// <exception cref="CustomJobException">The server refuses.</exception>
    public Task<bool> FailAsync(string code, string message, CancellationToken cancellationToken = default) =>
        sender.EndAsync("fail", new { error = new { code, message } }, "failed", cancellationToken);

    /// <summary>
    /// Sends what waits, for <see cref="CustomJobOptions.FlushPatience"/> at most. A job that was announced here and has no end yet fails,
    /// as <c>abandoned</c>.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        using var patience = new CancellationTokenSource(options.FlushPatience, options.Time);
        try
        {
            if (isOwn && !sender.HasEnd)
                await FailAsync("abandoned", "The program ended without saying how the work went.", patience.Token);
        }
        catch (Exception exception) when (exception is CustomJobException or OperationCanceledException)
        {
            // The server would not hear of it, or cannot: whoever disposes of it could do no more about that.
        }

        await sender.DisposeAsync();
    }

    private static ReportClient Client(HttpClient http, CustomJobOptions options)
    {
        ArgumentNullException.ThrowIfNull(http);
        return http.BaseAddress is null
            ? throw new ArgumentException("It has no BaseAddress: set it to the server, as in http://127.0.0.1:3001.", nameof(http))
            : new ReportClient(http, options.Time);
    }
}
