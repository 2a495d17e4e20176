using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;

namespace Gatehouse.Contracts.Tests;

/// <summary>Every routing key that the code can make, with its values' names in their place.</summary>
internal static partial class RoutingKeyPatterns
{
    /// <param name="placeholder">How a value is written of which this is the name, such as <c>subject type</c>.</param>
    public static IEnumerable<string> Of(Func<string, string> placeholder) =>
        typeof(RoutingKeys).GetMethods(BindingFlags.Public | BindingFlags.Static).Select(make =>
        {
            var parameters = make.GetParameters();
            var key = (string)make.Invoke(null, [.. parameters.Select((p, i) => p.ParameterType == typeof(Verdict) ? Verdict.Passed : (object)$"#{i}")])!;
            var verdict = Array.FindIndex(parameters, p => p.ParameterType == typeof(Verdict));
            return Value().Replace(
                verdict < 0 ? key : key.Replace("passed", $"#{verdict}", StringComparison.Ordinal),
                match => placeholder(Records.Word(parameters[int.Parse(match.ValueSpan[1..], CultureInfo.InvariantCulture)].Name!).Replace('_', ' ')));
        });

    [GeneratedRegex("#[0-9]+")]
    private static partial Regex Value();
}
