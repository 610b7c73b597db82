namespace Trawl.Pipeline.Tests;

[Collection(AllInOneCollection.Name)]
public sealed class AllInOnePipelineTests(AllInOneDeployment deployment) : PipelineSpecification(deployment)
{
    [Fact]
    [Trait("Seed", "S4.22")]
    [Trait("Seed", "S4.27")]
    public Task Kill_9_of_the_one_process_in_mid_job_changes_nothing_in_the_end() => SurvivesTheDeathOfAsync("allinone");
}
