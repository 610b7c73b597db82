using System.ComponentModel;
using System.Reflection;
using Microsoft.Extensions.Configuration;

namespace Trawl.ServiceDefaults;

/// <summary>Finds the configured values that cannot become the property they are meant for.</summary>
internal static class BindingFaults
{
    public static IEnumerable<string> Of(IConfigurationSection section, Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (IsValue(type))
            return Convertible(section, type) ? [] : [$"{section.Path} is '{section.Value}', which is not {Describe(type)}."];
        if (ElementOf(type) is { } element)
            return section.GetChildren().SelectMany(child => Of(child, element));
        return type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.CanWrite || !IsValue(property.PropertyType))
            .SelectMany(property => section.GetSection(property.Name) is { } value && value.Exists() ? Of(value, property.PropertyType) : []);
    }

    /// <summary>What a person would call it, for the message.</summary>
    private static string Describe(Type type) => type switch
    {
        _ when type == typeof(bool) => "true or false",
        _ when type == typeof(TimeSpan) => "a time: hours:minutes:seconds, as in 00:00:30",
        _ when type == typeof(int) || type == typeof(long) => "a whole number",
        _ when type == typeof(double) || type == typeof(float) => "a number",
        _ when type == typeof(Uri) => "a URL",
        _ when type == typeof(DateTimeOffset) => "a moment, as in 2026-12-31T00:00:00Z",
        { IsEnum: true } => $"one of {string.Join(", ", Enum.GetNames(type))}",
        _ => $"a {type.Name}",
    };

    private static bool IsValue(Type type) =>
        type == typeof(string) || type == typeof(Uri) || (Nullable.GetUnderlyingType(type) ?? type).IsValueType;

    private static Type? ElementOf(Type type) => type.GetInterfaces().Prepend(type)
        .Where(i => i.IsGenericType)
        .Select(i => i.GetGenericTypeDefinition() == typeof(IDictionary<,>) ? i.GetGenericArguments()[1]
            : i.GetGenericTypeDefinition() == typeof(IEnumerable<>) ? i.GetGenericArguments()[0] : null)
        .FirstOrDefault(element => element is not null);

    private static bool Convertible(IConfigurationSection section, Type type)
    {
        if (type == typeof(string) || string.IsNullOrEmpty(section.Value))
            return true;
        try
        {
            TypeDescriptor.GetConverter(type).ConvertFromInvariantString(section.Value);
            return true;
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException or NotSupportedException or InvalidCastException or OverflowException)
        {
            return false;
        }
    }
}
