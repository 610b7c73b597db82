using Trawl.TestSupport;

namespace Trawl.Pipeline.Tests.Disturbance;

/// <summary>Whole processes go and come, under many clients, in mid-job.</summary>
[Collection(ClusterCollection.Name)]
public sealed class LossTests(ClusterDeployment deployment)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(50);

    private readonly string _user = $"loss-{Guid.NewGuid():N}";

    [Fact]
    [Trait("Seed", "S4.21")]
    public async Task Kill_9_of_one_of_two_Notifiers_under_a_thousand_clients_costs_them_nothing_but_a_reconnect()
    {
        using var work = await CustomWork.StartAsync(deployment.Api, _user);
        await using var crowd = new Crowd(_user, deployment.Api, deployment.Notifiers);
        crowd.Add(Transports.WebSocket, work.Channel, 1000);
        crowd.AddOnEach(work.Channel, 4);
        crowd.AddOnEach($"user:{_user}", 2);
        await crowd.FollowingAsync(Deadline);
        await work.ResultsAsync(20, Pace);

        await deployment.KillAsync("notifier2");
        await work.ResultsAsync(40, Pace);
        await work.CompleteAsync();
        await crowd.EndAsync(Deadline);
        var seq = await work.SeqAsync();
        await deployment.StartAsync("notifier2");

        Assert.All(crowd.All, frontend => frontend.Story.AssertWhole(seq));
        // Half of them had been there.
        Assert.InRange(crowd.All.Count(frontend => frontend.Sessions > 1), 400, crowd.All.Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Trait("Seed", "S4.22")]
    public async Task A_restart_of_the_Api_loses_and_repeats_nothing(bool kill)
    {
        using var work = await CustomWork.StartAsync(deployment.Api, _user);
        await using var crowd = await WatchedAsync(work);

        await (kill ? deployment.KillAsync("api") : deployment.StopAsync("api"));
        var reporting = ReportAsync(work); // waits for the Api to be back
        await deployment.StartAsync("api");
        await reporting;

        await AssertWholeAsync(crowd, work);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Trait("Seed", "S4.21")]
    public async Task A_restart_of_the_broker_loses_and_repeats_nothing_and_progress_goes_on(bool kill)
    {
        using var work = await CustomWork.StartAsync(deployment.Api, _user);
        await using var crowd = await WatchedAsync(work);

        await (kill ? deployment.KillBrokerAsync() : deployment.StopBrokerAsync());
        await work.ResultsAsync(10, Pace);
        await work.ProgressAsync(40); // nobody can be told
        await deployment.NobodyReadyAsync(Deadline);
        await deployment.StartBrokerAsync();
        await ToldAsync(crowd, work, 40);
        await work.ProgressAsync(60);
        await ToldAsync(crowd, work, 60);
        await ReportAsync(work);

        await AssertWholeAsync(crowd, work);
    }

    private async Task<Crowd> WatchedAsync(CustomWork work)
    {
        var crowd = new Crowd(_user, deployment.Api, deployment.Notifiers);
        crowd.AddOnEach(work.Channel, 16);
        crowd.AddOnEach($"user:{_user}", 7);
        await crowd.FollowingAsync(Deadline);
        await work.ResultsAsync(20, Pace);
        await work.ProgressAsync(20);
        await ToldAsync(crowd, work, 20);
        return crowd;
    }

    private static async Task ReportAsync(CustomWork work)
    {
        await work.ResultsAsync(20, Pace);
        await work.CompleteAsync();
    }

    private static async Task AssertWholeAsync(Crowd crowd, CustomWork work)
    {
        await crowd.EndAsync(Deadline);
        var seq = await work.SeqAsync();
        Assert.All(crowd.All, frontend => frontend.Story.AssertWhole(seq));
    }

    // Those on REST wait for log events only.
    private static Task ToldAsync(Crowd crowd, CustomWork work, double progress) => Eventually.TrueAsync(
        () => crowd.All.All(frontend => frontend.HasPolled || frontend.Story.ProgressOf(work.Id) >= progress), Deadline);
}
