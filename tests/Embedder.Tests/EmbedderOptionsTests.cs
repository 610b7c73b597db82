namespace Trawl.Embedder.Tests;

public sealed class EmbedderOptionsTests
{
    [Fact]
    public void Without_settings_there_is_one_built_in_model()
    {
        var options = new EmbedderOptions();

        Assert.Empty(options.Validate("Embedder"));
        var model = Assert.Single(options.EffectiveModels());
        Assert.Equal(("hashing-384", "builtin", 384), (model.Name, model.Provider, model.Dimensions));
    }

    [Fact]
    public void Every_fault_is_named_with_its_path_at_once()
    {
        var options = new EmbedderOptions
        {
            Slots = 0,
            Models =
            [
                new ModelOptions { Name = "a", Provider = "magic" },
                new ModelOptions { Name = "a", Provider = "openai", Dimensions = 3 },
                new ModelOptions { Endpoint = new Uri("http://127.0.0.1/v1") },
            ],
        };

        var faults = options.Validate("Embedder").ToArray();

        foreach (var path in new[] { "Slots", "Models:0:Provider", "Models:1:Name", "Models:1:Endpoint", "Models:1:Dimensions", "Models:2:Name", "Models:2:Endpoint" })
            Assert.Contains(faults, fault => fault.StartsWith($"Embedder:{path} is ", StringComparison.Ordinal));
        Assert.Equal(7, faults.Length);
    }

    [Fact]
    public void An_endpoint_must_be_a_web_address() =>
        Assert.Single(new ModelOptions { Name = "m", Provider = "openai", Endpoint = new Uri("ftp://host/v1") }.Validate("Embedder:Models:0"));
}
