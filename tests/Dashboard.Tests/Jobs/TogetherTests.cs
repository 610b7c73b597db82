using Trawl.Dashboard.Tests.Servers;
using Trawl.Dashboard.Tests.Visits;
using static Microsoft.Playwright.Assertions;

namespace Trawl.Dashboard.Tests.Jobs;

/// <summary>Several people, or several pages of one, on the same job.</summary>
[Collection(SharedServer.Name)]
public sealed class TogetherTests(DashboardServer server)
{
    private static readonly string[] Choices = ["this", "that"];

    [Fact]
    public Task A_comment_is_there_at_once_for_everybody_who_watches_and_once() => server.VisitAsync(async visit =>
    {
        using var told = await visit.ToldJobAsync("alice");
        var mine = await visit.OpenAsync("alice", $"/jobs/{told.Id}");
        var hers = await visit.OpenAsync("alice", $"/jobs/{told.Id}");
        await Expect(mine.GetByText("Watching: you")).ToBeVisibleAsync();

        await mine.Field("Comment").FillAsync("Is <b>this</b> the old manual?");
        await mine.Button("Comment").ClickAsync();

        foreach (var page in new[] { mine, hers })
        {
            await Expect(page.Part("Comments").GetByText("Is <b>this</b> the old manual?")).ToHaveCountAsync(1);
            await page.ShowsWholeLogAsync(told.Rest, told.Id);
        }
    });

    [Fact]
    public Task Another_users_job_is_not_found_and_not_listed() => server.VisitAsync(async visit =>
    {
        visit.Expect("404");
        using var told = await visit.ToldJobAsync("alice");
        var page = await visit.OpenAsync("bob", $"/jobs/{told.Id}");
        await Expect(page.Title()).ToHaveTextAsync("There is no such job");

        await page.Link("All jobs").ClickAsync();
        await Expect(page.Part("Jobs")).ToContainTextAsync("There are no jobs yet.");
    });

    [Fact]
    public Task A_job_deleted_in_one_window_is_gone_in_the_others() => server.VisitAsync(async visit =>
    {
        using var told = await visit.ToldJobAsync("alice");
        var mine = await visit.OpenAsync("alice", $"/jobs/{told.Id}");
        var list = await visit.OpenAsync("alice");
        var card = await visit.OpenAsync("alice", $"/jobs/{told.Id}");
        await told.Job.CompleteAsync(new { done = true });
        await Expect(list.JobRow("A custom job")).ToContainTextAsync("Completed");
        await Expect(card.Status()).ToHaveTextAsync("Completed");

        await mine.Button("Delete job").ClickAsync();
        await mine.InDialog("Delete this job?").GetByText("Delete job", new() { Exact = true }).ClickAsync();

        await Expect(mine.Part("Jobs")).ToContainTextAsync("There are no jobs yet.");
        await Expect(list.Part("Jobs")).ToContainTextAsync("There are no jobs yet.");
        await Expect(card.Title()).ToHaveTextAsync("This job was deleted");
    });

    [Fact]
    public Task A_question_answered_twice_says_who_was_first() => server.VisitAsync(async visit =>
    {
        visit.Expect("409");
        using var told = await visit.ToldJobAsync("alice");
        await told.Job.AskAsync(new { question = "Which one?", options = Choices });
        var page = await visit.OpenAsync("alice", $"/jobs/{told.Id}");
        await Expect(page.Button("Answer: that")).ToBeVisibleAsync();

        // The page is told too late: its line is held while somebody else answers.
        var asked = (await told.Rest.GetAsync($"/api/jobs/{told.Id}")).GetProperty("clarifications")[0].GetProperty("id").GetString();
        visit.Line.Stall();
        await told.Rest.PostAsync($"/api/jobs/{told.Id}/clarifications/{asked}/answer", new { answer = "this" });
        await page.Button("Answer: that").ClickAsync();
        visit.Line.Flow();

        await Expect(page.Part("Questions")).ToContainTextAsync("Answered: this");
        await page.ShowsWholeLogAsync(told.Rest, told.Id);
    });

    [Fact]
    public Task A_custom_job_shows_its_progress_its_models_and_its_end() => server.VisitAsync(async visit =>
    {
        using var told = await visit.ToldJobAsync("alice", total: 40);
        var list = await visit.OpenAsync("alice");
        var page = await Visit.TabAsync(list.Context, $"/jobs/{told.Id}");
        await Expect(page.Title()).ToHaveTextAsync("A custom job");
        await told.Job.ProgressAsync(new { completed = 10 });
        await Expect(page.Figure("Items")).ToHaveTextAsync("10 of 40");
        await Expect(list.JobRow("A custom job")).ToContainTextAsync("10 of 40 items");
        await told.Job.ModelResultAsync(new { model = "small", provider = "here", status = "completed", durationMs = 1200, result = "<script>alert(1)</script>" });
        await Expect(page.Part("Models")).ToContainTextAsync("<script>alert(1)</script>");
        await told.Job.EventAsync("worker_item_completed", new { workerName = "w", item = "one-thing", ok = true, durationMs = 3 });
        await Expect(page.Part("Live feed")).ToContainTextAsync("one-thing");

        await told.Job.FailAsync("out_of_luck", "There was no more luck.");

        await Expect(page.Status()).ToHaveTextAsync("Failed");
        await Expect(page.Part("Why it failed")).ToContainTextAsync("There was no more luck.");
        await Expect(list.JobRow("A custom job")).ToContainTextAsync("There was no more luck.");
        await page.ShowsWholeLogAsync(told.Rest, told.Id);
    });
}
