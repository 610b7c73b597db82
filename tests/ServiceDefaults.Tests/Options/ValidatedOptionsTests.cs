using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Trawl.ServiceDefaults.Hosting;

namespace Trawl.ServiceDefaults.Tests.Options;

public sealed class ValidatedOptionsTests
{
    private enum Colour { Red, Blue }

    private sealed class Model
    {
        public string Name { get; set; } = "";
        public int Dimensions { get; set; } = 384;
    }

    private sealed class Nested
    {
        public int Depth { get; set; }
    }

    private sealed class SampleOptions : IValidatedOptions
    {
        public int Slots { get; set; } = 4;
        public int? MaxRunning { get; set; }
        public TimeSpan Patience { get; set; } = TimeSpan.FromSeconds(5);
        public Colour Colour { get; set; } = Colour.Blue;
        public IList<Model> Models { get; } = [];
        public Nested Inner { get; } = new();

        public IEnumerable<string> Validate(string section)
        {
            if (Slots < 1)
                yield return $"{section}:Slots is {Slots}. Set it to at least 1.";
            if (Patience <= TimeSpan.Zero)
                yield return $"{section}:Patience is not positive.";
        }
    }

    [Fact]
    public void The_section_is_bound_over_the_defaults()
    {
        var options = Options("--Sample:MaxRunning=3", "--Sample:Patience=00:01:00", "--Sample:Colour=red", "--Sample:Models:0:Name=a", "--Sample:Inner:Depth=2");

        Assert.Equal((4, 3, TimeSpan.FromMinutes(1), Colour.Red), (options.Slots, options.MaxRunning, options.Patience, options.Colour));
        Assert.Equal(("a", 384), (Assert.Single(options.Models).Name, options.Models[0].Dimensions));
        Assert.Equal(2, options.Inner.Depth);
    }

    [Fact]
    public void Every_value_that_does_not_convert_is_named_with_its_path()
    {
        var faults = Faults("--Sample:Slots=many", "--Sample:Patience=soon", "--Sample:Colour=green", "--Sample:Models:1:Dimensions=x", "--Sample:Inner:Depth=-");

        Assert.Equal(
            [
                "Sample:Slots is 'many', which is not a whole number.",
                "Sample:Patience is 'soon', which is not a time: hours:minutes:seconds, as in 00:00:30.",
                "Sample:Colour is 'green', which is not one of Red, Blue.",
                "Sample:Models:1:Dimensions is 'x', which is not a whole number.",
                "Sample:Inner:Depth is '-', which is not a whole number.",
            ],
            faults);
    }

    [Fact]
    public void Every_value_that_makes_no_sense_is_named_at_once() =>
        Assert.Equal(["Sample:Slots is 0. Set it to at least 1.", "Sample:Patience is not positive."], Faults("--Sample:Slots=0", "--Sample:Patience=0"));

    [Fact]
    public async Task A_service_with_faults_ends_with_a_line_for_each_and_exit_code_78()
    {
        var stderr = new StringWriter();
        var before = Console.Error;
        Console.SetError(stderr);
        try
        {
            var code = await ServiceHost.RunAsync(
                "sample",
                ["--urls=http://127.0.0.1:0", "--Sample:Slots=0", "--Sample:Patience=0", "--ConnectionStrings:Broker=amqp://127.0.0.1:1"],
                builder => builder.AddValidatedOptions<SampleOptions>("Sample"));

            Assert.Equal(78, code);
        }
        finally
        {
            Console.SetError(before);
        }

        Assert.Equal(
            ["trawl sample: Sample:Slots is 0. Set it to at least 1.", "trawl sample: Sample:Patience is not positive."],
            stderr.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries));
    }

    private static SampleOptions Options(params string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.AddValidatedOptions<SampleOptions>("Sample");
        return builder.Build().Services.GetRequiredService<IOptions<SampleOptions>>().Value;
    }

    private static IEnumerable<string> Faults(params string[] args) =>
        Assert.Throws<OptionsValidationException>(() => Options(args)).Failures;
}
