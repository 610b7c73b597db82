using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Trawl.Api.OpenApi;

/// <summary>Describes what handlers read by hand.</summary>
internal static class EndpointDescriptions
{
    public static RouteHandlerBuilder WithProblems(this RouteHandlerBuilder endpoint, params ReadOnlySpan<int> statuses)
    {
        foreach (var status in statuses)
            endpoint.Produces<ProblemBody>(status, "application/problem+json");
        return endpoint;
    }

    public static RouteHandlerBuilder WithPaging(this RouteHandlerBuilder endpoint) => endpoint
        .WithQuery("limit", $"How many. Default {Paging.DefaultLimit}.", Whole(1, Paging.MaxLimit))
        .WithQuery("after", "The next of the page before.", new OpenApiSchema { Type = JsonSchemaType.String })
        .WithProblems(StatusCodes.Status400BadRequest);

    public static RouteHandlerBuilder WithIdempotencyKey(this RouteHandlerBuilder endpoint) => endpoint
        .WithParameter(ParameterLocation.Header, "Idempotency-Key", "The same key and body answer with the first result, for 24 hours.", Text())
        .WithProblems(StatusCodes.Status422UnprocessableEntity);

    /// <summary>The body may also be an array of what it is.</summary>
    public static RouteHandlerBuilder OrArray(this RouteHandlerBuilder endpoint) =>
        endpoint.WithBody((one, _) => Task.FromResult<IOpenApiSchema[]>([one, new OpenApiSchema { Type = JsonSchemaType.Array, Items = one }]));

    /// <summary>The body may also be a <typeparamref name="T"/>.</summary>
    public static RouteHandlerBuilder Or<T>(this RouteHandlerBuilder endpoint) =>
        endpoint.WithBody(async (one, context) => [one, await ReferenceAsync<T>(context)]);

    /// <summary>The answer may also be a <typeparamref name="T"/>.</summary>
    public static RouteHandlerBuilder OrProduces<T>(this RouteHandlerBuilder endpoint, int status) =>
        endpoint.AddOpenApiOperationTransformer(async (operation, context, _) =>
        {
            var content = operation.Responses![status.ToString(System.Globalization.CultureInfo.InvariantCulture)].Content!["application/json"];
            content.Schema = new OpenApiSchema { AnyOf = [content.Schema!, await ReferenceAsync<T>(context)] };
        });

    private static async Task<IOpenApiSchema> ReferenceAsync<T>(OpenApiOperationTransformerContext context)
    {
        context.Document!.AddComponent(typeof(T).Name, await context.GetOrCreateSchemaAsync(typeof(T)));
        return new OpenApiSchemaReference(typeof(T).Name, context.Document);
    }

    private static RouteHandlerBuilder WithBody(
        this RouteHandlerBuilder endpoint, Func<IOpenApiSchema, OpenApiOperationTransformerContext, Task<IOpenApiSchema[]>> kinds) =>
        endpoint.AddOpenApiOperationTransformer(async (operation, context, _) =>
        {
            foreach (var content in operation.RequestBody!.Content!.Values)
                if (content.Schema is { } one)
                    content.Schema = new OpenApiSchema { AnyOf = [.. await kinds(one, context)] };
        });

    public static RouteHandlerBuilder WithHeader(this RouteHandlerBuilder endpoint, string name, string description, OpenApiSchema schema) =>
        endpoint.WithParameter(ParameterLocation.Header, name, description, schema);

    public static RouteHandlerBuilder WithQuery(this RouteHandlerBuilder endpoint, string name, string description, OpenApiSchema schema) =>
        endpoint.WithParameter(ParameterLocation.Query, name, description, schema);

    /// <summary>One or several of an enum's names, with commas between them.</summary>
    public static RouteHandlerBuilder WithQueryOf<TEnum>(this RouteHandlerBuilder endpoint, string name)
        where TEnum : struct, Enum => endpoint.WithQuery(
            name, "One or several, with commas between them.",
            new OpenApiSchema { Type = JsonSchemaType.Array, Items = OneOf([.. Enum.GetNames<TEnum>().Select(JsonNamingPolicy.CamelCase.ConvertName)]) });

    public static OpenApiSchema Whole(int least, int? most = null) => new()
    {
        Type = JsonSchemaType.Integer,
        Minimum = least.ToString(System.Globalization.CultureInfo.InvariantCulture),
        Maximum = most?.ToString(System.Globalization.CultureInfo.InvariantCulture),
    };

    public static OpenApiSchema Text(string? format = null) => new() { Type = JsonSchemaType.String, Format = format };

    public static OpenApiSchema OneOf(params string[] names) => new()
    {
        Type = JsonSchemaType.String,
        Enum = [.. names.Select(name => (JsonNode)JsonValue.Create(name))],
    };

    private static RouteHandlerBuilder WithParameter(
        this RouteHandlerBuilder endpoint, ParameterLocation location, string name, string description, OpenApiSchema schema) =>
        endpoint.AddOpenApiOperationTransformer((operation, _, _) =>
        {
            operation.Parameters ??= [];
            var parameter = new OpenApiParameter { In = location, Name = name, Description = description, Schema = schema };
            if (schema.Type == JsonSchemaType.Array)
                parameter.Explode = false;
            operation.Parameters.Add(parameter);
            return Task.CompletedTask;
        });
}
