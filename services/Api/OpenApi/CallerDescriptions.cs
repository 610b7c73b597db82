using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Trawl.Api.OpenApi;

/// <summary>How callers say who they are, one way for each <c>Auth:Mode</c>, and what all operations answer to those they do not know or hear too often.</summary>
internal static class CallerDescriptions
{
    private const string Bearer = "bearer";
    private const string ApiKey = "apiKey";
    private const string UserId = "userId";

    public static void AddCallers(this OpenApiOptions options)
    {
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Components ??= new OpenApiComponents();
            document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
            {
                [Bearer] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", BearerFormat = "JWT", Description = "Auth:Mode jwt; for reports on a custom job in every mode its reportToken." },
                [ApiKey] = Header("X-Api-Key", "Auth:Mode apiKey."),
                [UserId] = Header("X-User-Id", "Auth:Mode development: any name; anonymous without one."),
            };
            document.Security = [.. new[] { Bearer, ApiKey, UserId }.Select(name => new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(name, document)] = [] })];
            return Task.CompletedTask;
        });
        options.AddOperationTransformer((operation, context, _) =>
        {
            operation.Responses ??= [];
            var problem = new OpenApiSchemaReference(nameof(ProblemBody), context.Document);
            operation.Responses.TryAdd("401", Problem("Nobody that is known here.", problem));
            operation.Responses.TryAdd("429", Problem("Too often; Retry-After says for how many seconds to wait.", problem));
            return Task.CompletedTask;
        });
    }

    private static OpenApiSecurityScheme Header(string name, string description) =>
        new() { Type = SecuritySchemeType.ApiKey, In = ParameterLocation.Header, Name = name, Description = description };

    private static OpenApiResponse Problem(string description, IOpenApiSchema schema) => new()
    {
        Description = description,
        Content = new Dictionary<string, OpenApiMediaType> { ["application/problem+json"] = new OpenApiMediaType { Schema = schema } },
    };
}
