using Microsoft.Extensions.Configuration;
using Trawl.ServiceDefaults.Messaging;

namespace Trawl.ServiceDefaults.Tests.Messaging;

public sealed class BrokerAddressTests
{
    [Theory]
    [InlineData("amqp://broker", "amqp://broker:5672/", "guest", "guest")]
    [InlineData("amqps://broker/trawl", "amqps://broker:5671/trawl", "guest", "guest")]
    [InlineData("amqp://me:p%40ss@127.0.0.1:5700/", "amqp://127.0.0.1:5700/", "me", "p@ss")]
    public void An_address_is_taken_apart_and_keeps_no_credentials(string text, string uri, string user, string password)
    {
        var broker = BrokerAddress.From(Configuration(text), optional: false)!;

        Assert.Equal((uri, user, password), (broker.Uri.ToString(), broker.User, broker.Password));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("http://broker")]
    [InlineData("broker:5672")]
    public void What_is_no_broker_is_refused_with_an_example(string? text)
    {
        var exception = Assert.Throws<OptionsException>(() => BrokerAddress.From(Configuration(text), optional: false));

        Assert.StartsWith("ConnectionStrings:Broker is", exception.Message, StringComparison.Ordinal);
        Assert.EndsWith("Set it to amqp://user:password@host:5672/vhost.", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void None_is_fine_where_it_is_optional() => Assert.Null(BrokerAddress.From(Configuration(null), optional: true));

    private static IConfiguration Configuration(string? broker) =>
        new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["ConnectionStrings:Broker"] = broker }).Build();
}
