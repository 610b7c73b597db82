using System.Reflection;
using System.Text.Json;
using MassTransit;
using MassTransit.Serialization;

namespace Trawl.Contracts.Tests;

/// <summary>
/// What is on the wire is what was approved: a file for each message and version. A new property is a new line in the
/// file; a message that older code must still read gets a new version and keeps the old file.
/// </summary>
public sealed class WireFormatTests
{
    private static readonly JsonSerializerOptions Indented = new(SystemTextJsonMessageSerializer.Options) { WriteIndented = true };

    public static TheoryData<Type> Messages =>
        [.. typeof(Channels.ChannelEvent).Assembly.GetExportedTypes().Where(type => type.GetCustomAttribute<MessageUrnAttribute>() is not null)];

    [Theory]
    [MemberData(nameof(Messages))]
    public void A_message_is_written_as_approved(Type message)
    {
        var json = JsonSerializer.Serialize(WireSamples.Of(message), message, Indented) + "\n";
        var path = Approved.PathOf($"{Urn(message)}.json");
        if (Approved.Updating)
            File.WriteAllText(path, json);
        Assert.True(File.Exists(path), $"{path} is missing: run with UPDATE_APPROVED=1 and commit it.");
        Assert.Equal(File.ReadAllText(path), json);
    }

    [Theory]
    [MemberData(nameof(Messages))]
    public void Every_approved_version_of_a_message_is_still_read(Type message)
    {
        var name = Urn(message).Split('.')[0];
        var files = Directory.GetFiles(Approved.Folder, $"{name}.v*.json");
        Assert.NotEmpty(files);
        Assert.All(files, file => Assert.NotNull(JsonSerializer.Deserialize(File.ReadAllText(file), message, SystemTextJsonMessageSerializer.Options)));
    }

    [Fact]
    public void Every_record_with_an_entity_name_has_a_urn_with_a_version()
    {
        Assert.All(
            typeof(Channels.ChannelEvent).Assembly.GetExportedTypes().Where(type => type.GetCustomAttribute<EntityNameAttribute>() is not null),
            type =>
            {
                Assert.Matches("^[a-z-]+:v[0-9]+$", RawUrn(type));
                Assert.Equal("contracts." + RawUrn(type).Split(':')[0], type.GetCustomAttribute<EntityNameAttribute>()!.EntityName);
            });
    }

    [Fact]
    public void An_event_is_written_with_its_properties_in_the_declared_order_and_data_last()
    {
        var json = JsonSerializer.Serialize(WireSamples.Event, ServiceDefaults.Json.TrawlJson.Options);
        Assert.Equal(
            """{"type":"progress","channel":"job:0198f000-0000-7000-8000-000000000001","jobId":"0198f000-0000-7000-8000-000000000001","seq":null,"version":231,"timestamp":"2026-01-02T03:04:05Z","traceparent":null,"data":{"progress":42.5}}""",
            json);
    }

    private static string RawUrn(Type type) => type.GetCustomAttribute<MessageUrnAttribute>()!.Urn.AbsolutePath.Replace("message:", "", StringComparison.Ordinal);

    private static string Urn(Type type) => RawUrn(type).Replace(':', '.');
}
