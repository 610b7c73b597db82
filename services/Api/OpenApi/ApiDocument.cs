using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Trawl.Api.Events.Data;
using Trawl.Api.Jobs.Submit;
using Trawl.ServiceDefaults.Json;

namespace Trawl.Api.OpenApi;

/// <summary>The OpenAPI 3.1 document at <c>/openapi/v1.json</c>. A copy is committed as <c>openapi.json</c>; a test compares them.</summary>
internal static class ApiDocument
{
    public static void AddApiDocument(this IHostApplicationBuilder builder)
    {
        // A number is a number: the web defaults would take "42" for one, and say so in every schema.
        builder.Services.ConfigureHttpJsonOptions(json => json.SerializerOptions.NumberHandling = JsonNumberHandling.Strict);
        builder.Services.AddOpenApi("v1", options =>
        {
            options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
            // In one process with the other services, their paths are not this document's.
            options.ShouldInclude = description => description.RelativePath?.StartsWith("api/", StringComparison.Ordinal) == true;
            options.AddDocumentTransformer((document, _, _) =>
            {
                document.Info = new OpenApiInfo
                {
                    Title = "Trawl",
                    Version = "v1",
                    Description = "Crawls sites into a searchable knowledge base.",
                };
                // Whoever reads it knows where it was read from; a committed copy must not name a host.
                document.Servers = [];
                return Task.CompletedTask;
            });
            options.AddDocumentTransformer(DescribeEvents);
            options.AddCallers();
            options.AddSchemaTransformer(DescribeObjects);
            options.AddSchemaTransformer(DescribeText);
            options.AddSchemaTransformer(DescribeSubmit);
        });
    }

    public static void MapApiDocument(this IEndpointRouteBuilder app) => app.MapOpenApi("/openapi/{documentName}.json").ExcludeFromDescription().AllowAnonymous();

    /// <summary>What no operation answers with, and yet is told: the data of events.</summary>
    private static async Task DescribeEvents(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken) =>
        document.AddComponent(nameof(EventData), await context.GetOrCreateSchemaAsync(typeof(EventData), null, cancellationToken));

    /// <summary>The defaults as the code has them, and the smallest crawl there is.</summary>
    private static Task DescribeSubmit(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        if (context.JsonTypeInfo.Type != typeof(SubmitRequest))
            return Task.CompletedTask;
        var defaults = JsonSerializer.SerializeToNode(new SubmitRequest(), TrawlJson.Options)!.AsObject();
        foreach (var (name, of) in schema.Properties ?? new Dictionary<string, IOpenApiSchema>())
            // An enum's schema is shared by all that have it, this default is not.
            if (of is OpenApiSchema { Enum: null or [] } own && defaults[name] is { } value)
                own.Default = value.DeepClone();
        schema.Examples = [new JsonObject { ["url"] = "https://docs.example.com/", ["maxPages"] = 200 }];
        return Task.CompletedTask;
    }

    /// <summary>An object of any fields, and one whose constructor sets what its base requires.</summary>
    private static Task DescribeObjects(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        var type = context.JsonTypeInfo.Type;
        if (type == typeof(JsonObject) || type == typeof(Dictionary<string, JsonElement>))
            schema.AdditionalProperties = new OpenApiSchema { Description = "Anything." };
        if (type == typeof(AcceptedCustomJob))
            schema.Required = schema.Properties!.Keys.ToHashSet();
        return Task.CompletedTask;
    }

    /// <summary>Enums and times are text on the wire; their converters do not say so.</summary>
    private static Task DescribeText(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        if (context.JsonTypeInfo.Type.IsEnum || context.JsonTypeInfo.Type == typeof(DateTimeOffset))
            schema.Type = JsonSchemaType.String;
        return Task.CompletedTask;
    }
}
