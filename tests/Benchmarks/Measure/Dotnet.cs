using System.Runtime.InteropServices;

namespace Gatehouse.Benchmarks;

/// <summary>The dotnet that runs this very program, whether or not it is on the path.</summary>
internal static class Dotnet
{
    public static string Program { get; } =
        Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet"));
}
