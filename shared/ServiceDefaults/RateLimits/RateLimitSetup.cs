using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Trawl.ServiceDefaults.Callers;
using Trawl.ServiceDefaults.Errors;

namespace Trawl.ServiceDefaults.RateLimits;

/// <summary>So many requests a second for each caller, a token bucket each, on the endpoints that ask for it.</summary>
public static class RateLimitSetup
{
    private const string Policy = "rest";

    // Whoever may call itself anything could make a bucket with every request. A bucket that is full again is thrown away by the framework.
    private const int UnprovenBuckets = 16_384;

    /// <summary>Has the requests of an endpoint, or of all in a group, counted.</summary>
    public static TBuilder LimitRequests<TBuilder>(this TBuilder endpoints)
        where TBuilder : IEndpointConventionBuilder => endpoints.RequireRateLimiting(Policy);

    internal static void AddRateLimits(this WebApplicationBuilder builder)
    {
        builder.AddValidatedOptions<RestOptions>("Rest");
        builder.Services.AddRateLimiter(_ => { });
        builder.Services.AddOptions<RateLimiterOptions>().Configure<IOptions<RestOptions>, IAuthenticator>((limiter, rest, authenticator) =>
        {
            limiter.OnRejected = RefuseAsync;
            limiter.AddPolicy(Policy, context => rest.Value.RequestsPerSecond == 0
                ? RateLimitPartition.GetNoLimiter(new Bucket(null, 0))
                : RateLimitPartition.GetTokenBucketLimiter(BucketOf(context, authenticator), _ => Limit(rest.Value)));
        });
    }

    private static TokenBucketRateLimiterOptions Limit(RestOptions rest)
    {
        var tokens = Math.Max(1, rest.RequestsPerSecond / 10);
        return new TokenBucketRateLimiterOptions
        {
            TokenLimit = rest.Burst, TokensPerPeriod = tokens, ReplenishmentPeriod = TimeSpan.FromSeconds((double)tokens / rest.RequestsPerSecond), QueueLimit = 0,
        };
    }

    private static Bucket BucketOf(HttpContext context, IAuthenticator authenticator)
    {
        var caller = context.Features.Get<Caller>();
        if (caller?.Credential is not null)
            return new Bucket(caller.UserId, 0);
        // A name that nobody checked, or none.
        var said = authenticator.BelievesCallers ? caller?.UserId : null;
        return new Bucket(null, (HashCode.Combine(said, said is null ? NetworkOf(context.Connection.RemoteIpAddress) : null) & int.MaxValue) % UnprovenBuckets);
    }

    // Of IPv6 everybody has 2^64 addresses.
    private static IPAddress? NetworkOf(IPAddress? address)
    {
        if (address is not { AddressFamily: AddressFamily.InterNetworkV6, IsIPv4MappedToIPv6: false })
            return address;
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(8).Clear();
        return new IPAddress(bytes);
    }

    private static async ValueTask RefuseAsync(OnRejectedContext rejected, CancellationToken cancellationToken)
    {
        var wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : TimeSpan.FromSeconds(1);
        rejected.HttpContext.Response.Headers.RetryAfter = Math.Max(1, Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        await ProblemResponse.WriteAsync(rejected.HttpContext, StatusCodes.Status429TooManyRequests, detail: "Too many requests. Slow down.");
    }

    private readonly record struct Bucket(string? UserId, int Unproven);
}
