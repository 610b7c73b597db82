using Trawl.Api.Database;
using Trawl.Api.Jobs.Lifecycle;
using Trawl.Contracts.Channels;

namespace Trawl.Api.Tests.Jobs.Lifecycle.RandomJobs;

/// <summary>A job as somebody knows it who only reads its log: each event must be a way of the table, from where the last one led.</summary>
internal sealed class JobStory
{
    private JobStatus? _status;
    private int _questions;

    public static JobStory Of(Job job, IReadOnlyList<LoggedEvent> log)
    {
        var story = new JobStory();
        foreach (var told in log)
            story.Hear(job, told);
        // Silence between the last event and the row would be something that nobody was told.
        Assert.Equal(job.Status, story._status);
        Assert.Equal(0, story._questions);
        return story;
    }

    private void Hear(Job job, LoggedEvent told)
    {
        switch (told.Type)
        {
            case EventTypes.Queued when _status is null:
                _status = JobStatus.Queued;
                break;
            case EventTypes.Started when _status is null:
                Assert.Equal(JobType.Custom, job.Type);
                _status = JobStatus.Running;
                break;
            case EventTypes.Clarification:
                Ask(told.Data.RootElement.GetProperty("status").GetString()!);
                break;
            case EventTypes.Resumed:
                Move(JobMove.Resume);
                if (_questions > 0)
                    Move(JobMove.Ask);
                break;
            case EventTypes.Cancelled when _status == JobStatus.Queued:
                Move(JobMove.Cancel);
                Move(JobMove.LetGo);
                break;
            case EventTypes.Completed or EventTypes.Failed when job.Type != JobType.Custom:
                Assert.Equal(JobStatus.Running, _status);
                Move(MoveOf(told.Type));
                break;
            case EventTypes.Stalled:
                Assert.True(_status is JobStatus.Queued or JobStatus.Running, $"{_status} and stalled");
                break;
            case EventTypes.Stage or EventTypes.ModelResult:
                Assert.False(_status!.Value.IsTerminal());
                break;
            default:
                Move(MoveOf(told.Type));
                break;
        }
    }

    private void Ask(string status)
    {
        _questions += status == "pending" ? 1 : -1;
        if (status == "pending" && _status == JobStatus.Running)
            Move(JobMove.Ask);
        else if (_questions == 0 && _status == JobStatus.Waiting)
            Move(JobMove.GoOn);
    }

    private void Move(JobMove move) => _status = JobTransitions.After(_status!.Value, move);

    private static JobMove MoveOf(string type) => type switch
    {
        EventTypes.Queued => JobMove.Retry,
        EventTypes.Started => JobMove.Admit,
        EventTypes.Paused => JobMove.Pause,
        EventTypes.Cancelling => JobMove.Cancel,
        EventTypes.Cancelled => JobMove.LetGo,
        EventTypes.Completed => JobMove.Complete,
        EventTypes.Failed => JobMove.Fail,
        EventTypes.Expired => JobMove.Expire,
        _ => throw new InvalidOperationException($"{type} is no event of a job's life."),
    };
}
