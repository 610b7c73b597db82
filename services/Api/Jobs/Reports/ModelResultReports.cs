using Trawl.Api.Database;
using Trawl.Api.Events.Data;
using Trawl.Api.Jobs.Views;
using Trawl.Contracts.Channels;

namespace Trawl.Api.Jobs.Reports;

/// <summary>POST /api/jobs/{id}/model-results: what a model said goes into the log, how it fared also into the job.</summary>
internal static class ModelResultReports
{
    /// <summary>They are part of every picture of the job.</summary>
    public const int MaxModels = 100;

    public static Task<IResult> HandleAsync(Guid id, HttpContext http, TrawlDbContext db, ReportEndpoint reports, CancellationToken cancellationToken) =>
        reports.RunAsync(id, http, db, ReportRules.MaxReports, ReportRules.ModelResult, Apply, cancellationToken);

    private static IResult? Apply(JobTransaction transaction, Job job, ModelResultReport report)
    {
        var models = JobModels.Read(job);
        var at = Array.FindIndex(models, m => m.Model == report.Model);
        if (at < 0 && models.Length == MaxModels)
        {
            var faults = new Faults();
            faults.Add("model", $"A job has at most {MaxModels} models.");
            return faults.ToProblem();
        }

        var provider = report.Provider.Length > 0 || at < 0 ? report.Provider : models[at].Provider;
        var model = new JobModel(report.Model, provider, report.Status, report.DurationMs ?? 0, 0, report.Error);
        job.Models = JobModels.Write(at < 0 ? [.. models, model] : [.. models[..at], model, .. models[(at + 1)..]]);
        transaction.Log(job, EventTypes.ModelResult, new ModelResultData(
            report.Model, provider, report.Status, report.DurationMs, report.Result, report.Error));
        return null;
    }
}
