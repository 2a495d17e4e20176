using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Gatehouse.Dashboard.Tests;

/// <summary>What a page shows by itself once services have come to it, which takes moments, or seconds where the machine is busy.</summary>
internal static class Soon
{
    private const float Patience = 30_000;

    public static readonly LocatorAssertionsToHaveClassOptions HasClass = new() { Timeout = Patience };
    public static readonly LocatorAssertionsToContainTextOptions HasText = new() { Timeout = Patience };
    public static readonly LocatorAssertionsToHaveCountOptions HasCount = new() { Timeout = Patience };

    /// <summary>One of an element's classes.</summary>
    public static Regex Class(string name) => new($@"(^|\s){name}(\s|$)");
}
