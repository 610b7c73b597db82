using System.Globalization;

namespace Trawl.Measurement;

/// <summary>The command line: words, and options of the form <c>--name value</c>, or <c>--name</c> where that is one of the flags.</summary>
public sealed class Arguments
{
    private readonly Dictionary<string, string> _options = [];

    /// <summary>Takes them apart.</summary>
    /// <exception cref="ArgumentException">An option lacks its value.</exception>
    public Arguments(IReadOnlyList<string> args, params string[] flags)
    {
        ArgumentNullException.ThrowIfNull(args);
        var words = new List<string>();
        for (var i = 0; i < args.Count; i++)
        {
            var name = args[i].StartsWith("--", StringComparison.Ordinal) ? args[i][2..] : null;
            if (name is null)
                words.Add(args[i]);
            else if (flags.Contains(name))
                _options[name] = "true";
            else if (i + 1 < args.Count)
                _options[name] = args[++i];
            else
                throw new ArgumentException($"--{name} needs a value.");
        }

        Words = words;
    }

    /// <summary>What is no option, in order.</summary>
    public IReadOnlyList<string> Words { get; }

    /// <summary>Whether a flag or option is there.</summary>
    public bool Has(string name) => _options.ContainsKey(name);

    /// <summary>An option's value; null when it is not there.</summary>
    public string? Text(string name) => _options.GetValueOrDefault(name);

    /// <summary>The value of an option that must be there.</summary>
    public string Required(string name) => Text(name) ?? throw new ArgumentException($"--{name} is missing.");

    /// <summary>A number from 0 on.</summary>
    public double Number(string name, double otherwise) =>
        Text(name) is not { } text ? otherwise
        : double.TryParse(text, CultureInfo.InvariantCulture, out var number) && number >= 0 ? number
        : throw new ArgumentException($"--{name} is '{text}', which is no number from 0 on.");

    /// <summary>A whole number from 0 on.</summary>
    public int Count(string name, int otherwise) => (int)Number(name, otherwise);

    /// <summary>Refuses what nobody will ask for.</summary>
    public void Only(params string[] known)
    {
        if (_options.Keys.FirstOrDefault(name => !known.Contains(name)) is { } unknown)
            throw new ArgumentException($"--{unknown} is no option here: {string.Join(" ", known.Select(name => "--" + name))}");
    }
}
