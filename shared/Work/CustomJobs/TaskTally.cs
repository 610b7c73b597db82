namespace Trawl.Work.CustomJobs;

/// <summary>A job's counts: the sum of its tasks', those under way and those that have ended. Not safe for several threads at once.</summary>
internal sealed class TaskTally(int? announced)
{
    private readonly Dictionary<(string Task, string Worker), TaskProgress> running = [];
    private (int Completed, int Failed, int Total) ended;

    public void Add(in TaskProgress progress) => running[(progress.TaskName, progress.Worker)] = progress;

    /// <summary>What it did is kept, and a task of the same name begins anew.</summary>
    public void End(in TaskCompleted task)
    {
        running.Remove((task.TaskName, task.Worker), out var last);
        ended = (ended.Completed + task.Completed, ended.Failed + task.Failed, ended.Total + Math.Max(last.Total, task.Completed + task.Failed));
    }

    /// <summary>As a report to <c>/progress</c> has it.</summary>
    public object Read()
    {
        var now = ended;
        foreach (var task in running.Values)
            now = (now.Completed + task.Completed - task.Failed, now.Failed + task.Failed, now.Total + task.Total);
        return announced is null
            ? new { completed = now.Completed, failed = now.Failed, total = now.Total }
            : new { completed = now.Completed, failed = now.Failed };
    }
}
