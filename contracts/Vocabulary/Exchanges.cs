namespace Gatehouse.Contracts;

/// <summary>The exchanges: durable topic exchanges, declared without arguments.</summary>
public static class Exchanges
{
    /// <summary>In: results.</summary>
    public const string Results = "gatehouse.results";

    /// <summary>In: update definitions, edits and closings.</summary>
    public const string Updates = "gatehouse.updates";

    /// <summary>In: waivers.</summary>
    public const string Waivers = "gatehouse.waivers";

    /// <summary>Out: all that Gatehouse says.</summary>
    public const string Out = "gatehouse";
}
