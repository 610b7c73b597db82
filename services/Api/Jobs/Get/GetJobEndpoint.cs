using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Net.Http.Headers;
using Trawl.Api.Database;
using Trawl.Api.Jobs.Reports;
using Trawl.Api.Jobs.Views;
using Trawl.ServiceDefaults.Json;

namespace Trawl.Api.Jobs.Get;

/// <summary>GET /api/jobs/{id}: what a frontend polls when it can do nothing better, so 304 when nothing changed.</summary>
internal static class GetJobEndpoint
{
    public static async Task<IResult> HandleAsync(Guid id, HttpContext http, TrawlDbContext db, JobViews views, CancellationToken cancellationToken)
    {
        var job = await Reporters.Readable(http, db.Jobs.AsNoTracking()).SingleOrDefaultAsync(j => j.Id == id, cancellationToken);
        if (job is null)
            return Problems.NotFound("job");
        var body = JsonSerializer.SerializeToUtf8Bytes(await views.OfAsync(db, job, cancellationToken), TrawlJson.Options);
        http.Response.Headers.CacheControl = "private, no-cache";
        // Answers If-None-Match by itself.
        return TypedResults.Bytes(body, "application/json; charset=utf-8", entityTag: TagOf(job, body));
    }

    /// <summary>
    /// Of the body, not only of the job's version: its place in the queue and the hosts that slow it change without it.
    /// </summary>
    private static EntityTagHeaderValue TagOf(Job job, byte[] body) =>
        new($"\"{job.Version}-{Convert.ToHexStringLower(SHA256.HashData(body).AsSpan(0, 8))}\"");
}
