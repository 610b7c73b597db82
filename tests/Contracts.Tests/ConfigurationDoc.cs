using System.Collections;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using Trawl.ServiceDefaults;

namespace Trawl.Contracts.Tests;

/// <summary>
/// Writes <c>docs/configuration.md</c> from the options classes. Their comments are read from the source: a default in a comment is
/// true on every machine ("8 a processor"), a default read from the object only on this one.
/// </summary>
internal static partial class ConfigurationDoc
{
    private const string Head = """
        # Configuration

        Written by a test from the options classes (`UPDATE_APPROVED=1 dotnet test tests/Contracts.Tests`): do not edit.

        Every setting is an environment variable (`:` becomes `__`) or a command line argument (`--Crawler:Slots=16`). A value that does not
        convert or makes no sense stops the process at start with one line for each fault and exit code 78. Times are `hours:minutes:seconds`.

        ## Of every process

        | setting | type | default | meaning |
        | --- | --- | --- | --- |
        | `ASPNETCORE_URLS` | URLs, `;` between | see `BACKEND_PORT` | Where it listens. |
        | `BACKEND_PORT` | port | 3001 (standalone), 3002 api, 3003 notifier, 3004 crawler, 3005 embedder | Listens on 127.0.0.1 at this port when `ASPNETCORE_URLS` is not set. |
        | `FRONTEND_URL` | origins, `,` between | `http://localhost:3000` | The origins whose pages may call with credentials. Never `*`. |
        | `ConnectionStrings:Database` | Npgsql connection string | standalone: a private PostgreSQL | The Api's database. |
        | `ConnectionStrings:Broker` | `amqp://user:password@host:5672/vhost` | standalone: in memory | RabbitMQ. The separate services do not start without it. |
        | `Trawl:DataDirectory` | path | per-user data folder | The standalone host's files. |
        | `OTEL_EXPORTER_OTLP_ENDPOINT` | URL | none | Sends traces, metrics and logs there. The other `OTEL_` variables of the OpenTelemetry specification hold as well, `OTEL_TRACES_SAMPLER` among them. |
        | `Logging:LogLevel:*` | log level | `Information`; frameworks `Warning` | As in any .NET process. |
        | `Logging:Console:FormatterName` | `json`, `simple` | `json`, in a terminal `simple` | How log lines look. |

        """;

    public static string Write(IEnumerable<OptionsSection> sections, string root)
    {
        var text = new StringBuilder(Head);
        foreach (var section in sections.Distinct().OrderBy(s => s.Path, StringComparer.Ordinal).ThenBy(s => s.Type.Name, StringComparer.Ordinal))
        {
            text.Append("\n## ").Append(section.Path).Append("\n\n| setting | type | default | meaning |\n| --- | --- | --- | --- |\n");
            foreach (var row in Rows(section.Path, section.Type, root))
                text.Append(row).Append('\n');
        }

        return text.ToString();
    }

    private static IEnumerable<string> Rows(string path, Type type, string root)
    {
        var source = Source(type, root);
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            var value = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
            if (Element(value) is { } element && element.Assembly == type.Assembly && element.IsClass)
            {
                foreach (var row in Rows($"{path}:{property.Name}:N", element, root))
                    yield return row;
            }
            else if (value.IsClass && value.Assembly == type.Assembly)
            {
                foreach (var row in Rows($"{path}:{property.Name}", value, root))
                    yield return row;
            }
            else if (property.SetMethod is { IsPublic: true })
            {
                var (meaning, standard) = Comment(source, property.Name);
                yield return $"| `{path}:{property.Name}` | {TypeName(value)} | {standard} | {meaning} |";
            }
        }
    }

    private static string Source(Type type, string root) =>
        Directory.EnumerateFiles(root, $"{type.Name}.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal))
            .Select(File.ReadAllText)
            .FirstOrDefault(text => text.Contains($"namespace {type.Namespace};", StringComparison.Ordinal)) ?? "";

    /// <summary>What the summary says, and what stands in it after "Defaults to".</summary>
    private static (string Meaning, string Standard) Comment(string source, string property)
    {
        var match = Regex.Match(source, $@"((?:^[ \t]*///.*\n)+)(?:^[ \t]*\[.*\]\n)*^[ \t]*public [^\n(]*\b{property}\s*\{{", RegexOptions.Multiline);
        var summary = Markup().Replace(Lines().Replace(match.Groups[1].Value, " "), m => m.Groups["code"].Success ? $"`{m.Groups["code"].Value}`" : m.Groups["cref"].Value is { Length: > 0 } cref ? $"`{cref}`" : "");
        summary = Space().Replace(System.Net.WebUtility.HtmlDecode(summary), " ").Trim().Replace("|", "\\|", StringComparison.Ordinal);
        var at = summary.LastIndexOf("Defaults to ", StringComparison.Ordinal);
        return at < 0 ? (summary, "") : (summary[..at].Trim(), summary[(at + "Defaults to ".Length)..].TrimEnd('.'));
    }

    private static Type? Element(Type type) =>
        type != typeof(string) && typeof(IEnumerable).IsAssignableFrom(type) ? type.GetElementType() ?? type.GetGenericArguments().LastOrDefault() : null;

    private static string TypeName(Type type) => type switch
    {
        _ when type == typeof(string) => "text",
        _ when type == typeof(bool) => "`true`, `false`",
        _ when type == typeof(int) || type == typeof(long) => "whole number",
        _ when type == typeof(double) => "number",
        _ when type == typeof(TimeSpan) => "time",
        _ when type == typeof(DateTimeOffset) => "moment, as in `2026-12-31T00:00:00Z`",
        _ when type == typeof(Uri) => "URL",
        { IsEnum: true } => string.Join(", ", Enum.GetNames(type).Select(name => $"`{name}`")),
        _ when typeof(IDictionary).IsAssignableFrom(type) => $"{TypeName(Element(type)!)} by name",
        _ when Element(type) is { } element => $"list of {TypeName(element)}",
        _ => type.Name,
    };

    [GeneratedRegex(@"\s*\n?^\s*///\s?", RegexOptions.Multiline)]
    private static partial Regex Lines();

    [GeneratedRegex("""<c>(?<code>.*?)</c>|<see cref="(?:.*\.)?(?<cref>[^"]*)"\s*/>|</?[a-zA-Z]+[^>]*>""")]
    private static partial Regex Markup();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();
}
