using System.Net;

namespace Trawl.Work.CustomJobs;

/// <summary>The server refuses, and would refuse again.</summary>
/// <param name="message">What it said.</param>
/// <param name="status">Of its answer.</param>
public sealed class CustomJobException(string message, HttpStatusCode status) : Exception(message)
{
    /// <summary>Of the server's answer: 400 for what it cannot read, 401 or 403 for who may not, 404 where there is no such job (or a wrong token).</summary>
    public HttpStatusCode Status => status;
}
