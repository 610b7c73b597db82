using System.Globalization;
using System.Text;
using OpenTelemetry;

namespace Trawl.ServiceDefaults.Telemetry;

/// <summary>Writes the text format: each family's lines together, below its HELP and TYPE.</summary>
internal sealed class PrometheusText
{
    private readonly Dictionary<string, StringBuilder> _families = new(StringComparer.Ordinal);

    /// <summary>Begins a family, or goes on with it; returns its name with the unit and <c>_total</c> as Prometheus expects them.</summary>
    public string Family(string name, string unit, string type, string help)
    {
        var family = Name(name) + UnitSuffix(name, unit) + (type == "counter" ? "_total" : "");
        if (_families.ContainsKey(family))
            return family;
        var lines = _families[family] = new StringBuilder();
        if (help.Length > 0)
            lines.Append("# HELP ").Append(family).Append(' ').Append(help.Replace("\\", @"\\", StringComparison.Ordinal).Replace("\n", @"\n", StringComparison.Ordinal)).Append('\n');
        lines.Append("# TYPE ").Append(family).Append(' ').Append(type).Append('\n');
        return family;
    }

    /// <summary>One line. The upper bound is a histogram bucket's <c>le</c>.</summary>
    public void Sample(string family, string name, ReadOnlyTagCollection tags, double value, double? upperBound = null)
    {
        var line = _families[family].Append(name);
        var separator = '{';
        foreach (var tag in tags)
        {
            Label(line, separator, Name(tag.Key), Text(tag.Value));
            separator = ',';
        }

        if (upperBound is { } bound)
        {
            Label(line, separator, "le", Number(bound));
            separator = ',';
        }

        if (separator == ',')
            line.Append('}');
        line.Append(' ').Append(Number(value)).Append('\n');
    }

    public byte[] ToUtf8()
    {
        var all = new StringBuilder();
        foreach (var family in _families.OrderBy(f => f.Key, StringComparer.Ordinal))
            all.Append(family.Value);
        return Encoding.UTF8.GetBytes(all.ToString());
    }

    private static void Label(StringBuilder line, char separator, string name, string value)
    {
        line.Append(separator).Append(name).Append("=\"");
        foreach (var c in value)
        {
            _ = c switch
            {
                '\\' => line.Append(@"\\"),
                '"' => line.Append("\\\""),
                '\n' => line.Append(@"\n"),
                _ => line.Append(c),
            };
        }

        line.Append('"');
    }

    /// <summary>Letters, digits and underscores, no digit first.</summary>
    private static string Name(string name)
    {
        var clean = string.Create(name.Length, name, (span, from) =>
        {
            for (var i = 0; i < span.Length; i++)
                span[i] = char.IsAsciiLetterOrDigit(from[i]) ? from[i] : '_';
        });
        return clean.Length == 0 || char.IsAsciiDigit(clean[0]) ? "_" + clean : clean;
    }

    /// <summary>Base units are part of the name; a unit in braces only says what is counted.</summary>
    private static string UnitSuffix(string name, string unit)
    {
        var suffix = unit switch { "s" => "_seconds", "ms" => "_milliseconds", "By" => "_bytes", _ => "" };
        return Name(name).EndsWith(suffix, StringComparison.Ordinal) ? "" : suffix;
    }

    private static string Text(object? value) => value switch
    {
        null => "",
        bool truth => truth ? "true" : "false",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };

    private static string Number(double value) => value switch
    {
        double.PositiveInfinity => "+Inf",
        double.NegativeInfinity => "-Inf",
        _ => value.ToString("R", CultureInfo.InvariantCulture),
    };
}
