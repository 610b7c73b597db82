using FsCheck;
using FsCheck.Fluent;
using Trawl.TestSupport;

namespace Trawl.Web.Tests.Fuzz;

public sealed class UrlFuzzTests
{
    [Fact]
    public void Fuzz_what_was_normalised_is_normal() => Holds(UrlTexts.Absolute, text =>
        !WebUrl.TryParse(text, out var once) || (WebUrl.TryParse(once.Value, out var twice) && once == twice));

    [Fact]
    public void Fuzz_what_was_normalised_goes_over_the_wire_as_it_is() => Holds(UrlTexts.Urls, url =>
        new Uri(url.Value) is var uri && uri.PathAndQuery == url.PathAndQuery.ToString() && uri.Authority == url.Host && uri.AbsoluteUri == url.Value
        && uri.Fragment.Length == 0 && uri.UserInfo.Length == 0 && url.Value.Length <= WebUrl.MaxLength);

    [Fact]
    public void Fuzz_the_quick_way_of_resolving_agrees_with_the_thorough_one() => Holds(UrlTexts.Urls.Zip(UrlTexts.References), pair =>
        new LinkResolver(pair.Item1).Resolve(pair.Item2) == (WebUrl.TryResolve(new Uri(pair.Item1.Value), pair.Item2, out var url) ? url : null));

    [Fact]
    public void Fuzz_percent_encoding_twice_changes_nothing() => Holds(UrlTexts.References, text =>
        PercentEncoding.Normalise(text) is var once && PercentEncoding.Normalise(once) == once);

    [Fact]
    public void Fuzz_the_order_of_parameters_makes_no_difference()
    {
        var parameters = Gen.Zip(Gen.Elements("a", "b", "B", "ab", "a[]", "utm_a", "\u00e9", "%41"), Gen.Elements("", "1", "2", "%26", "=", "x y", "\u00e9", "?")).ListOf()
            .Select(list => list.DistinctBy(pair => PercentEncoding.Normalise(pair.Item1)).Select(pair => $"{pair.Item1}={pair.Item2}").ToArray());
        Holds(parameters, pieces => Parse(pieces) == Parse([.. pieces.Reverse()]));

        static WebUrl? Parse(string[] pieces) => WebUrl.TryParse("http://x.example/?" + string.Join('&', pieces), out var url) ? url : null;
    }

    [Fact]
    public void Fuzz_traps_and_families_take_any_url_at_any_date()
    {
        var dates = Gen.Choose(0, DateOnly.MaxValue.DayNumber).Select(DateOnly.FromDayNumber);
        Holds(UrlTexts.Urls.Zip(UrlTexts.Urls).Zip(dates), x =>
            UrlTraps.Of(x.Item1.Item1, x.Item1.Item2, x.Item2) is not ""
            && UrlFamily.Of(x.Item1.Item1.Value) is not { Pattern: "" });
    }

    [Fact]
    public void Fuzz_members_of_a_list_share_its_family() => Holds(UrlTexts.Urls.Zip(Gen.Choose(0, int.MaxValue)), x =>
    {
        var query = x.Item1.Value.Contains('?', StringComparison.Ordinal) ? "&" : "?";
        return UrlFamily.Of($"{x.Item1.Value}{query}page=1")?.Pattern == UrlFamily.Of($"{x.Item1.Value}{query}page={x.Item2}")?.Pattern
            && UrlFamily.Of($"{x.Item1.Value}{query}page=1") is not null;
    });

    [Fact]
    public void Fuzz_a_root_is_in_any_scope_of_its_own() => Holds(
        UrlTexts.Urls.Zip(Gen.Elements("host", "domain", "prefix", "list")).Zip(UrlTexts.References.ListOf(2)).Zip(UrlTexts.Urls), x =>
        {
            var ((root, kind), globs) = x.Item1;
            var scope = new UrlScope(kind, [root.Value, .. globs], [globs[0]], [globs[1]]);
            scope.Contains(x.Item2);
            return scope.Contains(root);
        });

    [Fact]
    public void Fuzz_a_glob_takes_any_pattern_and_a_plain_one_only_itself() => Holds(UrlTexts.References.Zip(UrlTexts.Urls), x =>
    {
        var path = x.Item2.PathAndQuery.ToString();
        new UrlGlob(x.Item1).IsMatch(path);
        return new UrlGlob("**").IsMatch(path) && new UrlGlob(path.Replace('*', 'x')).IsMatch(path.Replace('*', 'x')) && !new UrlGlob(path + "x").IsMatch("/y" + path);
    });

    [Fact]
    public void Fuzz_a_registrable_domain_is_its_own() => Holds(UrlTexts.Urls, url =>
        RegistrableDomain.Of(url.Host) is var domain && url.Host.EndsWith(domain, StringComparison.Ordinal) && RegistrableDomain.Of(domain) == domain);

    private static void Holds<T>(Gen<T> cases, Func<T, bool> holds) =>
        FsCheck.Check.One(Config.QuickThrowOnFailure.WithMaxTest(FuzzCases.Or(5000)), Prop.ForAll(cases.ToArbitrary(), x => FuzzCases.Guard(() => holds(x))));
}
