using Microsoft.Extensions.Configuration;

namespace Trawl.ServiceDefaults.Messaging;

/// <summary><c>ConnectionStrings:Broker</c>, checked and taken apart.</summary>
/// <param name="Uri"><c>amqp://host:port/vhost</c> or <c>amqps://…</c>, without credentials.</param>
/// <param name="User">Defaults to guest.</param>
/// <param name="Password">Defaults to guest.</param>
public sealed record BrokerAddress(Uri Uri, string User, string Password)
{
    /// <summary>The configured broker; null when there is none and that is allowed.</summary>
    /// <exception cref="OptionsException">None, where one is needed; or not an AMQP URL.</exception>
    public static BrokerAddress? From(IConfiguration configuration, bool optional)
    {
        var text = configuration.GetConnectionString("Broker");
        if (string.IsNullOrWhiteSpace(text))
        {
            return optional
                ? null
                : throw new OptionsException("ConnectionStrings:Broker is missing. Set it to amqp://user:password@host:5672/vhost.");
        }

        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Scheme is not ("amqp" or "amqps") || uri.Host.Length == 0)
            throw new OptionsException("ConnectionStrings:Broker is not an AMQP URL. Set it to amqp://user:password@host:5672/vhost.");

        var credentials = uri.UserInfo.Split(':', 2);
        var user = credentials[0].Length > 0 ? Uri.UnescapeDataString(credentials[0]) : "guest";
        var password = credentials.Length > 1 ? Uri.UnescapeDataString(credentials[1]) : "guest";
        var bare = new UriBuilder(uri) { UserName = "", Password = "" };
        if (uri.IsDefaultPort || uri.Port < 0)
            bare.Port = uri.Scheme == "amqps" ? 5671 : 5672;
        return new BrokerAddress(bare.Uri, user, password);
    }
}
