using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Trawl.Dashboard.Tests.Visits;

/// <summary>The parts of a page by what they are and how they are called, as somebody who cannot see it finds them.</summary>
internal static class Roles
{
    public static ILocator Heading(this IPage page, string name) => page.GetByRole(AriaRole.Heading, new() { Name = name, Exact = true });

    public static ILocator Title(this IPage page) => page.GetByRole(AriaRole.Heading, new() { Level = 1 });

    public static ILocator Button(this IPage page, string name) => page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    public static ILocator Link(this IPage page, string name) => page.GetByRole(AriaRole.Link, new() { Name = name, Exact = true });

    public static ILocator Field(this IPage page, string label) => page.GetByLabel(label, new() { Exact = true });

    /// <summary>A control whose label begins so: others may stand behind it, in a plan made by several.</summary>
    public static ILocator Labelled(this IPage page, string label) => page.GetByLabel(new Regex($"^{label}"));

    /// <summary>A part of the page, by its heading.</summary>
    public static ILocator Part(this IPage page, string heading) => page.GetByRole(AriaRole.Region, new() { Name = heading, Exact = true });

    public static ILocator InDialog(this IPage page, string title) => page.GetByRole(AriaRole.Dialog, new() { Name = title });

    public static ILocator Connection(this IPage page) => page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Connection: ") });

    /// <summary>How a job stands, at the head of its page.</summary>
    public static ILocator Status(this IPage page) => page.Locator(".job-header .badge").First;

    /// <summary>One of a job's numbers, by its name.</summary>
    public static ILocator Figure(this IPage page, string name) =>
        page.Locator(".overview-figures > div").Filter(new() { Has = page.GetByRole(AriaRole.Term).And(page.GetByText(name, new() { Exact = true })) }).GetByRole(AriaRole.Definition);

    /// <summary>A line of the list of jobs.</summary>
    public static ILocator JobRow(this IPage page, string title) =>
        page.GetByRole(AriaRole.List, new() { Name = "Jobs" }).GetByRole(AriaRole.Listitem).Filter(new() { HasText = title });
}
