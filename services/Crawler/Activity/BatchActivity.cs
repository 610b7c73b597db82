using Trawl.Contracts.Channels;
using Trawl.ServiceDefaults.Events;
using Trawl.Work;
using Trawl.WorkerDefaults.Activity;

namespace Trawl.Crawler.Activity;

/// <summary>A batch's running commentary. Not safe for several threads at once.</summary>
internal sealed class BatchActivity(IEventPublisher publisher, TimeProvider time, string worker, Guid jobId, string userId, int total)
{
    public const string TaskName = "url_crawling";

    /// <summary>At most four a second: nobody reads faster.</summary>
    private static readonly TimeSpan ProgressEvery = TimeSpan.FromMilliseconds(250);

    private readonly JobActivity activity = new(publisher, time, jobId, userId);
    private readonly RateGate progress = new(time, ProgressEvery, closed: true);

    public void PageDone(in PageActivity page, int completed, int failed)
    {
        activity.Publish(EventTypes.WorkerItemCompleted, (page, worker), static (json, state) =>
        {
            var (page, worker) = state;
            JobActivity.Write(json, new ItemCompleted(worker, page.Url, page.Ok, page.DurationMs, page.Left));
            if (page.Status is { } status)
                json.WriteNumber("status"u8, status);
            else
                json.WriteNull("status"u8);
            json.WriteNumber("bytes"u8, page.Bytes);
            json.WriteString("reason"u8, page.Reason);
        });
        if (progress.TryPass())
            activity.Progress(new TaskProgress(TaskName, completed, failed, total, worker));
    }

    public void BatchDone(int crawled, int failed, int durationMs)
    {
        activity.BatchCompleted(new BatchCompleted(TaskName, crawled + failed, total, total, worker));
        activity.TaskCompleted(new TaskCompleted(TaskName, crawled, failed, durationMs, worker));
    }
}
