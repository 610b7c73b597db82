using Trawl.Contracts.Channels;
using Trawl.TestSupport;

namespace Trawl.Notifier.Tests.Channels;

/// <summary>
/// The last event of a log is the one that nothing after it gives away: when it was missed, only the Api can say so, and
/// somebody has to ask.
/// </summary>
public sealed class MissedTailTests
{
    private static readonly TimeSpan AskedAgain = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task What_was_missed_when_the_last_one_left_comes_to_the_next_who_comes()
    {
        var core = new CoreFixture();
        var first = core.Client();
        await first.JoinAsync(core.Job);
        core.Say(2);
        await first.UntilAsync(c => c.Seqs.Count == 2);
        core.Log.Append(core.Job, EventTypes.Completed); // never published
        core.Log.Away = true;
        var asked = core.Log.Questions;
        core.Backplane.Reconnect();
        await Eventually.TrueAsync(() => core.Log.Questions > asked, TimeSpan.FromMinutes(1));

        first.Gone();
        core.Time.Advance(AskedAgain); // nobody is there to ask for
        core.Log.Away = false;
        var next = core.Client();
        await next.JoinAsync(core.Job, after: 2);

        await Eventually.TrueAsync(() => Passed(core, AskedAgain) && next.Seqs.Count == 1, TimeSpan.FromMinutes(1));
        Assert.Equal([3], next.Seqs);
    }

    [Fact]
    public async Task What_the_Api_knows_beyond_what_was_heard_is_fetched()
    {
        var core = new CoreFixture();
        var first = core.Client();
        await first.JoinAsync(core.Job);
        core.Say(1);
        await first.UntilAsync(c => c.Seqs.Count == 1);
        core.Log.Append(core.Job, EventTypes.Completed); // never published, and no reconnect tells of it

        var second = core.Client();
        var joined = await second.JoinAsync(core.Job, after: 1);
        core.Time.Advance(core.Options.GapGrace);

        Assert.Equal(2, joined.Seq);
        foreach (var client in new[] { first, second })
            await client.UntilAsync(c => c.Seqs.Contains(2));
        Assert.Equal([1, 2], first.Seqs);
        Assert.Equal([2], second.Seqs);
    }

    [Fact]
    public async Task A_page_that_was_heard_meanwhile_is_not_the_end_of_what_is_missing()
    {
        var core = new CoreFixture(log: new FakeLog(pageSize: 5));
        var client = core.Client();
        await client.JoinAsync(core.Job);
        var events = Enumerable.Range(0, 20).Select(_ => FakeLog.Bytes(core.Log.Append(core.Job))).ToArray();
        var (asked, answer) = HoldAnswers(core);

        core.Backplane.Reconnect();
        await asked;
        core.Backplane.DeliverTogether(events[..5]); // late: the page that is on its way tells nothing new
        answer.SetResult();

        await client.UntilAsync(c => c.Seqs.Count == 20);
        Assert.Equal(SubscribingTests.Numbers(1, 20), client.Seqs);
    }

    [Fact]
    public async Task An_answer_from_before_the_outage_is_not_taken_for_how_it_stands()
    {
        var core = new CoreFixture();
        var (asked, answer) = HoldAnswers(core);
        var gone = core.Client();
        var joining = gone.SubscribeAsync(core.Job, after: 0);
        await asked;
        gone.Gone();

        core.Log.Append(core.Job, EventTypes.Completed); // never published
        core.Backplane.Reconnect();
        answer.SetResult();
        await joining;
        var next = core.Client();
        await next.JoinAsync(core.Job, after: 0);
        core.Time.Advance(core.Options.GapGrace);

        await next.UntilAsync(c => c.Seqs.Count == 1);
        Assert.Equal([1], next.Seqs);
    }

    [Fact]
    public async Task A_replay_goes_on_whatever_went_wrong_with_one_of_its_pages()
    {
        var core = new CoreFixture(log: new FakeLog(pageSize: 5));
        for (var i = 0; i < 20; i++)
            core.Log.Append(core.Job);
        var client = core.Client();
        var answer = await client.SubscribeAsync(core.Job, after: 0);
        var asked = FailOnce(core);

        answer.Open();
        await asked;

        await Eventually.TrueAsync(() => Passed(core, AskedAgain) && client.Seqs.Count == 20, TimeSpan.FromMinutes(1));
        Assert.Equal(SubscribingTests.Numbers(1, 20), client.Seqs);
    }

    [Fact]
    public async Task How_a_users_jobs_stand_is_asked_again_whatever_went_wrong()
    {
        const string Alice = "user:alice";
        var core = new CoreFixture();
        core.Log.Create(Alice);
        var client = core.Client();
        await client.JoinAsync(Alice);
        core.Backplane.Deliver(FakeLog.Bytes(core.Log.State(core.Job) with { Channel = Alice }));
        await client.UntilAsync(c => c.Versions(EventTypes.Progress).Contains(1));
        core.Log.State(core.Job); // said to nobody
        var asked = FailOnce(core, question: 2); // the first is for the log

        core.Backplane.Reconnect();
        await asked;

        await Eventually.TrueAsync(() => Passed(core, AskedAgain) && client.Versions(EventTypes.Progress).Contains(2), TimeSpan.FromMinutes(1));
    }

    private static bool Passed(CoreFixture core, TimeSpan time)
    {
        core.Time.Advance(time);
        return true;
    }

    // Not as an Api that is away fails, which is expected.
    private static Task FailOnce(CoreFixture core, int question = 1)
    {
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        core.Log.BeforeAnswer = () =>
        {
            if (--question != 0)
                return Task.CompletedTask;
            asked.TrySetResult();
            throw new InvalidOperationException("The test says no.");
        };
        return asked.Task;
    }

    // The first question is answered as things stood when it was asked, but later.
    private static (Task Asked, TaskCompletionSource Answer) HoldAnswers(CoreFixture core)
    {
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var answer = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        core.Log.BeforeAnswer = () =>
        {
            asked.TrySetResult();
            return answer.Task;
        };
        return (asked.Task, answer);
    }
}
