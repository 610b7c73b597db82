using Trawl.TestSupport.Live;

namespace Trawl.Dashboard.Tests.Visits;

/// <summary>A custom job that says things which must not be lost, each other than all before.</summary>
internal sealed class ToldJob(CustomJob job, Rest rest) : IDisposable
{
    private int _told;

    public string Id => job.Id;

    public CustomJob Job => job;

    public Rest Rest => rest;

    public async Task TellAsync(int comments)
    {
        for (var i = 0; i < comments; i++)
            await rest.PostAsync($"/api/jobs/{Id}/comments", new { text = $"This is number {++_told}." });
    }

    public void Dispose()
    {
        job.Dispose();
        rest.Dispose();
    }
}
