using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Trawl.ServiceDefaults.Errors;

/// <summary>Turns what endpoints throw into problem+json. The framework's own would log a client's broken JSON as our error.</summary>
internal sealed partial class ExceptionMiddleware(RequestDelegate next, ILogger<ExceptionMiddleware> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client is gone; nobody is left to be answered.
        }
        catch (BadHttpRequestException exception) when (!context.Response.HasStarted)
        {
            context.Response.Clear();
            await ProblemResponse.WriteAsync(context, exception.StatusCode, detail: Explain(exception));
        }
        catch (Exception exception) when (!context.Response.HasStarted)
        {
            LogFailure(exception, context.Request.Method, context.Request.Path.Value, ProblemResponse.TraceIdOf(context));
            context.Response.Clear();
            await ProblemResponse.WriteAsync(context, StatusCodes.Status500InternalServerError);
        }
    }

    /// <summary>The framework's message names the parameter and its C# type; of broken JSON the parser's own says where.</summary>
    private static string Explain(BadHttpRequestException exception) => exception.InnerException switch
    {
        System.Text.Json.JsonException { Path: { } path, LineNumber: { } line, BytePositionInLine: { } column } =>
            string.Create(System.Globalization.CultureInfo.InvariantCulture, $"The body cannot be read at {path} (line {line + 1}, column {column + 1})."),
        _ => exception.StatusCode == StatusCodes.Status413PayloadTooLarge ? "The body is too large." : "The request cannot be read.",
    };
}
