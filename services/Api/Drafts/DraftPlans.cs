using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Trawl.Api.Jobs.Submit;
using Trawl.ServiceDefaults.Json;

namespace Trawl.Api.Drafts;

/// <summary>The plan of a draft: part of a submit's body, changed by merge patches (RFC 7396).</summary>
internal sealed class DraftPlans(SubmitValidator validator)
{
    /// <summary>Its changes become events, which every window gets in one frame. A longer list of URLs is for a submit.</summary>
    public const int MaxBytes = 65_536;

    public sealed record Merged(JsonDocument Plan, JsonObject Changes, IResult? Problem);

    private static readonly JsonObject Fields = JsonSerializer.SerializeToNode(new SubmitRequest(), TrawlJson.Options)!.AsObject();

    /// <summary>What is wrong with a patch, by the rules of a submit for each field that is there; null when nothing is.</summary>
    public Task<IResult?> CheckAsync(JsonBody body, CancellationToken cancellationToken)
    {
        // A null takes a field away: there is nothing to check then but its name.
        var given = Object(body.Root).Where(field => field.Value is not null || !Fields.ContainsKey(field.Key));
        return CheckPartAsync(new JsonObject(given.Select(field => KeyValuePair.Create(field.Key, field.Value?.DeepClone()))), cancellationToken);
    }

    private async Task<IResult?> CheckPartAsync(JsonObject part, CancellationToken cancellationToken) =>
        await validator.CheckPartAsync(BodyOf(JsonSerializer.SerializeToElement(part, TrawlJson.Options)), cancellationToken);

    /// <summary>The plan after a patch, and the fields in which it differs. A problem when it becomes too large.</summary>
    public static Merged Merge(JsonElement plan, JsonElement patch)
    {
        var (merged, changes) = (Object(plan), new JsonObject());
        foreach (var (name, value) in Object(patch))
        {
            if (JsonNode.DeepEquals(merged[name], value))
                continue;
            changes[name] = value?.DeepClone();
            if (value is null)
                merged.Remove(name);
            else
                merged[name] = value.DeepClone();
        }

        var text = merged.ToJsonString(TrawlJson.Options);
        if (Encoding.UTF8.GetByteCount(text) <= MaxBytes)
            return new(JsonDocument.Parse(text), changes, null);
        var faults = new Faults();
        faults.Add("$", $"A draft's plan takes at most {MaxBytes} bytes.");
        return new(JsonDocument.Parse("{}"), changes, faults.ToProblem());
    }

    /// <summary>A plan as the body of a submit.</summary>
    public static JsonBody BodyOf(JsonElement plan) => new([], plan);

    private static JsonObject Object(JsonElement json) => JsonObject.Create(json)!;
}
