using System.Text.Json;
using Trawl.Work.CustomJobs;

namespace Trawl.Work.Tests.CustomJobs;

public sealed class TaskTallyTests
{
    [Fact]
    public void A_jobs_counts_are_those_of_all_its_tasks_and_each_counts_once()
    {
        var tally = new TaskTally(null);
        tally.Add(new TaskProgress("crawl", 4, 1, 10, "w"));
        tally.Add(new TaskProgress("crawl", 6, 1, 10, "w"));
        tally.Add(new TaskProgress("embed", 2, 0, 5, "w"));
        Assert.Equal("""{"completed":7,"failed":1,"total":15}""", JsonSerializer.Serialize(tally.Read()));

        tally.End(new TaskCompleted("crawl", 9, 1, 1000, "w"));
        tally.Add(new TaskProgress("crawl", 0, 0, 20, "w"));
        Assert.Equal("""{"completed":11,"failed":1,"total":35}""", JsonSerializer.Serialize(tally.Read()));
    }

    [Fact]
    public void A_total_that_was_announced_is_not_corrected() =>
        Assert.Equal("""{"completed":0,"failed":0}""", JsonSerializer.Serialize(new TaskTally(50).Read()));
}
