using Microsoft.EntityFrameworkCore;
using Trawl.Api.Database;
using Trawl.Api.Jobs;
using Trawl.Api.Jobs.Clarifications;
using Trawl.Api.Jobs.Lifecycle;
using Trawl.Api.Jobs.Lifecycle.Beginning;
using Trawl.Api.Jobs.Lifecycle.Ending;
using Trawl.Api.Jobs.Views;
using Trawl.Api.Tests.Engine;
using Trawl.ServiceDefaults.Callers;
using Trawl.TestSupport;

namespace Trawl.Api.Tests.Jobs.Lifecycle.RandomJobs;

/// <summary>What users, programs, clocks and accidents do to jobs, by chance.</summary>
internal sealed class JobCommands(JobWorld world, Random random)
{
    private const string User = "alice";
    private readonly List<Guid> _jobs = [];

    public List<string> Done { get; } = [];

    public async Task NextAsync()
    {
        var id = _jobs.Count == 0 ? Guid.Empty : _jobs[random.Next(_jobs.Count)];
        var (name, command) = random.Next(22) switch
        {
            0 or 1 or 2 => ("submit", SubmitAsync()),
            3 => ("submit custom", SubmitCustomAsync()),
            4 or 5 => ("cancel", DoAsync((jobs, db) => jobs.CancelAsync(db, id, default))),
            6 or 7 => ("pause", DoAsync((jobs, db) => jobs.PauseAsync(db, id, default))),
            8 or 9 => ("resume", DoAsync((jobs, db) => jobs.ResumeAsync(db, id, default))),
            10 or 11 or 12 => ("retry", DoAsync((jobs, db) => jobs.RetryAsync(db, id, default))),
            13 => ("prioritise", DoAsync((jobs, db) => jobs.PrioritiseAsync(db, id, (JobPriority)random.Next(3), default))),
            14 => ("expire", world.Host.ExecuteAsync($"update jobs set expires_at = now() where id = {id}")),
            15 => ("delete", DoAsync((jobs, db) => jobs.DeleteAsync(db, id, default))),
            16 => ("answer", AnswerAsync(id)),
            17 => ("time out a question", world.Host.ExecuteAsync($"update clarifications set expires_at = now() where job_id = {id} and status = 0")),
            18 => ("report", ReportAsync(id)),
            19 => ("crash", world.CrashAsync()),
            20 => ("delete source", DeleteSourceAsync(id)),
            _ => ("say late", world.SayLateAsync()),
        };
        await command;
        Done.Add(name);
        if (random.Next(3) == 0)
            await SomethingMovesAsync();
    }

    /// <summary>Whatever was done to them, each job can be brought to an end.</summary>
    public async Task EndAllAsync()
    {
        world.Settle();
        await Eventually.TrueAsync(async () =>
        {
            await using var db = await world.Host.ContextAsync();
            var open = await db.Jobs.AsNoTracking().Where(j => j.Status < JobStatus.Completed).ToListAsync();
            foreach (var job in open)
                await (job switch
                {
                    { Status: JobStatus.Paused } => DoAsync((jobs, context) => jobs.ResumeAsync(context, job.Id, default)),
                    { Status: JobStatus.Waiting } => AnswerAsync(job.Id),
                    { Type: JobType.Custom, Status: JobStatus.Running } => ReportAsync(job.Id, last: true),
                    _ => Task.CompletedTask,
                });
            return open.Count == 0;
        }, EngineHost.Deadline);
    }

    private async Task SubmitAsync()
    {
        var site = random.Next(3);
        var job = await world.Host.SubmitAsync(JobWorld.Root(site), User, (JobPriority)random.Next(3), options => options with
        {
            MaxPages = random.Next(2) == 0 ? 4 : 1000,
            AskBeforeTruncating = random.Next(2) == 0,
            TtlMinutes = random.Next(3) == 0 ? 60 : null,
        });
        _jobs.Add(job.Id);
    }

    private async Task SubmitCustomAsync()
    {
        await using var db = await world.Host.ContextAsync();
        _jobs.Add((await world.Host.Get<JobLifecycle>().SubmitAsync(db, new NewCustomJob(User, [], new CustomOptions { Total = 3 }), default)).Job.Id);
    }

    private Task<CommandOutcome> DoAsync(Func<JobLifecycle, TrawlDbContext, Task<CommandOutcome>> command) => world.Host.CommandAsync(command);

    private async Task AnswerAsync(Guid id)
    {
        foreach (var question in (await world.Host.QuestionsAsync(id)).Where(q => q.Status == ClarificationStatus.Pending))
        {
            await using var db = await world.Host.ContextAsync();
            await world.Host.Get<Answers>().TakeAsync(db, new Caller(User, IsAdmin: false), id, question.Id, question.Options[random.Next(question.Options.Length)], default);
        }
    }

    /// <summary>As the endpoint takes it: only from a custom job, and not at its end.</summary>
    private async Task ReportAsync(Guid id, bool last = false)
    {
        await using var db = await world.Host.ContextAsync();
        await using var transaction = await world.Host.Get<JobTransactions>().BeginAsync(db, default);
        var job = (await transaction.LockAsync([id], default)).GetValueOrDefault(id);
        if (job is not { Type: JobType.Custom } || job.Status >= JobStatus.Cancelling)
            return;
        switch (last ? 0 : random.Next(4))
        {
            case 0:
                await CustomJobEnd.CompleteAsync(transaction, job, null, default);
                break;
            case 1:
                await CustomJobEnd.FailAsync(transaction, job, new JobError("no", "It did not work.", null), default);
                break;
            default:
                Questions.Ask(transaction, job, new NewQuestion(ClarificationKind.Reported, "Well?", ["yes", "no"], "no"));
                break;
        }

        await transaction.CommitAsync(default);
    }

    private async Task DeleteSourceAsync(Guid id)
    {
        await using var db = await world.Host.ContextAsync();
        if (await db.Jobs.Where(j => j.Id == id).Select(j => j.SourceId).SingleOrDefaultAsync() is { } source)
            await world.Host.Get<JobLifecycle>().DeleteSourceAsync(db, source, default);
    }

    /// <summary>Time for the engine to get somewhere in between; where nothing is to be done, nothing moves.</summary>
    private async Task SomethingMovesAsync()
    {
        var before = await VersionsAsync();
        try
        {
            await Eventually.TrueAsync(async () => await VersionsAsync() > before + random.Next(20), TimeSpan.FromMilliseconds(300));
        }
        catch (TimeoutException)
        {
            // All is paused, waiting or over.
        }
    }

    private Task<long> VersionsAsync() => world.Host.ScalarAsync<long>($"select coalesce(sum(version), 0)::bigint as \"Value\" from jobs");
}
