namespace Trawl.Pipeline.Tests.Collaboration;

/// <summary>Who is there is told by several replicas together, and is right again after one of them is gone without a word.</summary>
[Collection(ClusterCollection.Name)]
public sealed class LostReplicaTests(ClusterDeployment deployment)
{
    [Fact]
    [Trait("Seed", "S1.41")]
    [Trait("Seed", "S4.21")]
    public async Task After_kill_9_of_a_Notifier_its_people_are_gone_until_they_are_back()
    {
        using var alice = new Person(deployment.Api, $"alice-{Guid.NewGuid():N}");
        using var bob = new Person(deployment.Api, $"bob-{Guid.NewGuid():N}", isAdmin: true);
        var job = $"job:{(await alice.PostAsync("/api/jobs", new { type = "custom", title = "Shared" })).GetProperty("id").GetString()}";
        await using var alices = await Window.OpenAsync(deployment.Notifier, alice, (job, 0));
        await using (var bobs = await Window.OpenAsync(deployment.SecondNotifier, bob, (job, 0)))
        {
            await alices.SeesUsersAsync(job, alice.Id, bob.Id);
            await bobs.SeesUsersAsync(job, alice.Id, bob.Id);
            await bobs.MoveAsync(job, 1);
            await alices.HearsAsync("cursor", job);
            await deployment.KillAsync("notifier2");
        }

        await alices.SeesUsersAsync(job, alice.Id);
        await deployment.StartAsync("notifier2");
        await using var again = await Window.OpenAsync(deployment.SecondNotifier, bob, (job, 0));
        await alices.SeesUsersAsync(job, alice.Id, bob.Id);
        await again.SeesUsersAsync(job, alice.Id, bob.Id);
        Assert.DoesNotContain(again.Told, e => Window.Type(e) == "cursor"); // it was told, and is nowhere kept
    }
}
