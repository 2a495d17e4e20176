using System.Globalization;
using System.Text;
using Gatehouse.Contracts;

namespace Gatehouse.Platform.Tests;

/// <summary>Section 5 of the contract: what UUID a publisher's text makes, written from the text alone.</summary>
internal static class Naming
{
    /// <summary>The id of what is named by these: texts, lists of texts, and null for what is missing.</summary>
    public static Guid Of(params object?[] values) => Ids.Version5(string.Concat(values.Select(Part)));

    private static string Part(object? value) => value switch
    {
        null => "-,",
        IEnumerable<string?> several => Part(string.Concat(several
            .OrderBy(v => v is not null).ThenBy(v => v, StringComparer.Ordinal).Select(Part))),
        string text => string.Create(CultureInfo.InvariantCulture, $"{Encoding.UTF8.GetByteCount(text)}:{text},"),
        _ => throw new ArgumentException($"{value} is neither a text nor a list of texts"),
    };
}
