using System.CommandLine;

namespace Gatehouse.Benchmarks;

/// <summary>Options of commands.</summary>
internal static class Ask
{
    public static Option<int> Number(string name, string description, int otherwise) =>
        new(name) { Description = $"{description} ({otherwise:0})", DefaultValueFactory = _ => otherwise };

    public static Option<int[]> Numbers(string name, string description, params int[] otherwise) =>
        new(name) { Description = $"{description} ({string.Join(' ', otherwise)})", DefaultValueFactory = _ => otherwise, AllowMultipleArgumentsPerToken = true };
}
