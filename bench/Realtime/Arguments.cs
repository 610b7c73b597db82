using System.Globalization;

namespace Trawl.Realtime;

/// <summary>The command line: words, and options of the form <c>--name value</c> or <c>--name</c>.</summary>
internal sealed class Arguments
{
    private static readonly string[] Flags = ["no-jobs"];
    private readonly Dictionary<string, string> _options = [];

    public Arguments(IReadOnlyList<string> args)
    {
        var words = new List<string>();
        for (var i = 0; i < args.Count; i++)
        {
            var name = args[i].StartsWith("--", StringComparison.Ordinal) ? args[i][2..] : null;
            if (name is null)
                words.Add(args[i]);
            else if (Flags.Contains(name))
                _options[name] = "true";
            else if (i + 1 < args.Count)
                _options[name] = args[++i];
            else
                throw new ArgumentException($"--{name} needs a value.");
        }

        Words = words;
    }

    public IReadOnlyList<string> Words { get; }

    public bool Has(string name) => _options.ContainsKey(name);

    public string? Text(string name) => _options.GetValueOrDefault(name);

    public string Required(string name) => Text(name) ?? throw new ArgumentException($"--{name} is missing.");

    public double Number(string name, double otherwise) =>
        Text(name) is not { } text ? otherwise
        : double.TryParse(text, CultureInfo.InvariantCulture, out var number) && number >= 0 ? number
        : throw new ArgumentException($"--{name} is '{text}', which is no number from 0 on.");

    public int Count(string name, int otherwise) => (int)Number(name, otherwise);

    /// <summary>Refuses what nobody will ask for.</summary>
    public void Only(params string[] known)
    {
        if (_options.Keys.FirstOrDefault(name => !known.Contains(name)) is { } unknown)
            throw new ArgumentException($"--{unknown} is no option here: {string.Join(" ", known.Select(name => "--" + name))}");
    }
}
