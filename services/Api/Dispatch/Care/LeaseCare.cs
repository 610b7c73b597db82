using Microsoft.Extensions.Options;
using Trawl.Api.Database;
using Trawl.Api.Jobs;
using Trawl.Api.Jobs.Leases;

namespace Trawl.Api.Dispatch.Care;

/// <summary>Leases that nobody works on any more.</summary>
internal sealed class LeaseCare(LeaseReturn leases, IOptions<JobsOptions> options, TimeProvider time)
{
    /// <summary>Takes back what expired, and what a dispatcher committed and did not live to publish.</summary>
    public async Task<int> RunAsync(DispatchState state, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var unpublished = state.Leases.Where(l => !l.Published && l.CreatedAt < now - options.Value.PublishGrace).Select(l => l.Id).ToArray();
        var expired = state.Leases.Where(l => l.Published && l.ExpiresAt < now).Select(l => l.Id).ToArray();
        await leases.ReturnAsync(unpublished, LeaseReturnKind.Withdrawn, cancellationToken);
        await leases.ReturnAsync(expired, LeaseReturnKind.Expired, cancellationToken);
        return unpublished.Length + expired.Length;
    }

    /// <summary>The broker died with the process that leased them.</summary>
    public Task ReleaseAllAsync(DispatchState state, CancellationToken cancellationToken) =>
        leases.ReturnAsync([.. state.Leases.Select(l => l.Id)], LeaseReturnKind.Withdrawn, cancellationToken);
}
