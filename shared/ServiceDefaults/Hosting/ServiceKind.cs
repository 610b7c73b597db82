namespace Trawl.ServiceDefaults.Hosting;

/// <summary>What a process is to its callers; decides what it must be told before it starts.</summary>
public enum ServiceKind
{
    /// <summary>Takes its work from the broker. Only health and metrics are served, and those name no caller.</summary>
    Worker,

    /// <summary>Serves callers and must be told who they are: it refuses to start without <c>Auth:Mode</c>.</summary>
    Frontend,

    /// <summary>Everything in one process on somebody's own machine: <c>development</c> is the mode when nothing is set, on loopback.</summary>
    Standalone,
}
