using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Trawl.ServiceDefaults;

/// <summary>Options that are checked before the process does anything.</summary>
public static class ValidatedOptionsExtensions
{
    /// <summary>
    /// Binds a section and checks it at start. Every fault is reported at once with its configuration path: values that
    /// do not convert, then what <see cref="IValidatedOptions.Validate"/> says.
    /// </summary>
    /// <typeparam name="T">The options class; its initialisers are the defaults.</typeparam>
    /// <param name="builder">The host.</param>
    /// <param name="section">The section's path.</param>
    public static OptionsBuilder<T> AddValidatedOptions<T>(this IHostApplicationBuilder builder, string section)
        where T : class, new()
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddSingleton(new OptionsSection(section, typeof(T)));
        builder.Services.AddSingleton<IConfigureOptions<T>>(services => new Bind<T>(Section(services)));
        builder.Services.AddSingleton<IValidateOptions<T>>(services => new Check<T>(Section(services)));
        return builder.Services.AddOptions<T>().ValidateOnStart();

        IConfigurationSection Section(IServiceProvider services) => services.GetRequiredService<IConfiguration>().GetSection(section);
    }

    private sealed class Bind<T>(IConfigurationSection section) : IConfigureOptions<T>
        where T : class
    {
        public void Configure(T options)
        {
            // The binder stops at the first value that does not convert; Check names them all.
            if (!BindingFaults.Of(section, typeof(T)).Any())
                section.Bind(options);
        }
    }

    private sealed class Check<T>(IConfigurationSection section) : IValidateOptions<T>
        where T : class
    {
        public ValidateOptionsResult Validate(string? name, T options)
        {
            string[] faults = [.. BindingFaults.Of(section, typeof(T))];
            if (faults.Length == 0 && options is IValidatedOptions validated)
                faults = [.. validated.Validate(section.Path)];
            return faults.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
        }
    }
}
