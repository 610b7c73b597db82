using System.Text.Json.Serialization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

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
                    Description = "Crawls sites into a searchable knowledge base. The caller is named by X-User-Id in development mode.",
                };
                // Whoever reads it knows where it was read from; a committed copy must not name a host.
                document.Servers = [];
                return Task.CompletedTask;
            });
            options.AddSchemaTransformer(DescribeEnum);
        });
    }

    public static void MapApiDocument(this IEndpointRouteBuilder app) => app.MapOpenApi("/openapi/{documentName}.json").ExcludeFromDescription();

    /// <summary>Enums are text on the wire; without a type the names alone would stand there.</summary>
    private static Task DescribeEnum(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        if (context.JsonTypeInfo.Type.IsEnum)
            schema.Type = JsonSchemaType.String;
        return Task.CompletedTask;
    }
}
