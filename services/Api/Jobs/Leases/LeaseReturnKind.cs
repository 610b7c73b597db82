namespace Trawl.Api.Jobs.Leases;

/// <summary>Why a lease ends without its results.</summary>
internal enum LeaseReturnKind
{
    /// <summary>No sign of it for too long: counts as a try of each row.</summary>
    Expired,

    /// <summary>It never reached the broker, or the broker is gone with it: as if it had not been.</summary>
    Withdrawn,

    /// <summary>The worker cannot take it: its rows fail.</summary>
    Faulted,
}
