using System.Net.Sockets;
using Npgsql;
using Trawl.ServiceDefaults.Errors;

namespace Trawl.Api.Database;

/// <summary>
/// Answers for endpoints that need the database while it cannot be used: not ready yet, or away. Neither is the caller's fault nor an
/// error to be looked into, and both pass: whoever asks again in a second may get what was asked for.
/// </summary>
internal sealed partial class DatabaseGate(RequestDelegate next, DatabaseReady ready, ILogger<DatabaseGate> logger)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<NeedsDatabase>() is null)
            return next(context);
        return ready.IsOpen ? PassAsync(context) : RefuseAsync(context, "The database is being set up.");
    }

    private async Task PassAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (Exception exception) when (!context.Response.HasStarted && Cause(exception) is not null)
        {
            LogDatabaseAway(context.Request.Method, context.Request.Path.Value, Cause(exception)!.Message);
            context.Response.Clear();
            await RefuseAsync(context, "The database cannot be reached.");
        }
    }

    private static Task RefuseAsync(HttpContext context, string detail)
    {
        context.Response.Headers.RetryAfter = "1";
        return ProblemResponse.WriteAsync(context, StatusCodes.Status503ServiceUnavailable, "not_ready", detail);
    }

    /// <summary>What says that the database is away, wherever it is wrapped.</summary>
    private static Exception? Cause(Exception? exception) => exception switch
    {
        null => null,
        PostgresException postgres => postgres.IsTransient || IsRefusal(postgres.SqlState) ? postgres : null,
        NpgsqlException { IsTransient: true } or SocketException => exception,
        _ => Cause(exception.InnerException),
    };

    // Connection, authorization, no such database, the server's operator: none of them is about the statement.
    private static bool IsRefusal(string state) => state[..2] is "08" or "28" or "3D" or "57";
}

/// <summary>Marks endpoints that <see cref="DatabaseGate"/> answers for.</summary>
internal sealed class NeedsDatabase;
