using Trawl.Api.Database;
using Trawl.Api.Results;

namespace Trawl.Api.Tests.Results;

internal static class Pages
{
    /// <summary>A page of <c>a.test</c> that was leased and has this outcome, to be decided on.</summary>
    public static OpenPage Open(PageOutcome outcome, int attempts = 0) => new()
    {
        Id = 1, Job = new Job { UserId = "u", Options = null!, Models = null!, Status = JobStatus.Running, SourceId = Guid.NewGuid() }, Outcome = outcome, Url = "http://a.test/",
        UrlKey = Guid.Empty, Host = "a.test", Depth = 0, WasProcessing = true, LeaseId = null, Attempts = attempts,
        StoredId = null, StoredHash = null, EmbeddedHash = null, EmbeddedModels = [], StoredChunks = 0,
    };
}
