using Trawl.Api.Database;
using Trawl.Api.Jobs;
using Trawl.Api.Jobs.Views;

namespace Trawl.Api.Events;

/// <summary>The <c>data</c> of a <c>progress</c> event.</summary>
internal sealed record ProgressData(
    double Progress, JobStatus Status, JobStage Stage, string Message, JobCounts Counts, double? RatePerSecond, int? EtaSeconds,
    bool HasClarifications, int ClarificationCount)
{
    public static ProgressData Of(Job job) => new(
        Math.Floor(job.Progress * 10) / 10, job.Status, job.Stage, MessageOf(job), JobView.CountsOf(job), JobView.RateOf(job), JobView.EtaOf(job),
        job.OpenQuestions > 0, job.OpenQuestions);

    private static string MessageOf(Job job) => job.Status switch
    {
        _ when job.Type == JobType.Custom => CustomMessageOf(job),
        JobStatus.Completed => $"{job.Documents} documents are searchable.",
        JobStatus.Cancelling => "Waiting for the workers to let go.",
        JobStatus.Cancelled => $"Cancelled; {job.Documents} documents were kept.",
        JobStatus.Failed => "Failed.",
        JobStatus.Expired => $"Its time ran out; {job.Documents} documents were kept.",
        JobStatus.Waiting => Waiting(job),
        JobStatus.Paused => $"Paused; {job.Completed + job.Failed + job.Skipped} of {job.Total} pages done.",
        _ when job.Stage == JobStage.Embedding => $"Embedding the last {job.EmbedPending} of {job.Documents} documents.",
        _ => $"{job.Completed + job.Failed + job.Skipped} of {job.Total} pages done.",
    };

    private static string Waiting(Job job) => job.OpenQuestions == 1 ? "Waiting for an answer." : $"Waiting for {job.OpenQuestions} answers.";

    private static string CustomMessageOf(Job job) => job.Status switch
    {
        JobStatus.Completed => "Done.",
        JobStatus.Cancelled => "Cancelled.",
        JobStatus.Failed => "Failed.",
        JobStatus.Expired => "Its time ran out.",
        JobStatus.Waiting => Waiting(job),
        _ when job.Message is { } message => message,
        _ when job.Total == 0 => "",
        _ => $"{job.Completed + job.Failed} of {job.Total} done.",
    };
}
