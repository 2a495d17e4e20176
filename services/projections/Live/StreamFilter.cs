using Gatehouse.Contracts;

namespace Gatehouse.Projections;

/// <summary>
/// What a listener wants to hear. Of each filter that is given a message has to name one of the values; one that names nothing of that kind is not
/// sent. Several values of one filter mean any of them.
/// </summary>
public sealed record StreamFilter
{
    /// <summary>The type of the counters: pushed only to those who name it.</summary>
    public const string Overview = "overview";

    /// <summary>The parameters it is read from.</summary>
    public static readonly IReadOnlyList<string> Parameters = ["package", "update", "testcase", "context", "product", "types"];

    private static readonly string[] Known =
    [
        "result", .. StoredEvents.OfGates.Select(GateMessage.TypeOf),
        .. new[] { Kinds.Result, Kinds.Update, Kinds.Waiver }.Select(RoutingKeys.Rejected), Overview,
    ];

    public required IReadOnlyList<string> Packages { get; init; }
    public required IReadOnlyList<string> Updates { get; init; }
    public required IReadOnlyList<string> Testcases { get; init; }
    public required IReadOnlyList<string> Contexts { get; init; }
    public required IReadOnlyList<string> Products { get; init; }

    /// <summary>None: all that are said on the bus.</summary>
    public required IReadOnlyList<string> Types { get; init; }

    /// <summary>Whether the counters are wanted, whatever else is.</summary>
    public bool WantsOverview => Types.Contains(Overview);

    /// <summary>Reads a query's filters; what is wrong with them stands in its errors.</summary>
    public static StreamFilter Read(Parameters query) => new()
    {
        Packages = query.Texts("package", Limits.Build),
        Updates = query.Texts("update", Limits.Alias),
        Testcases = query.Texts("testcase", Limits.Testcase),
        Contexts = query.Words("context"),
        Products = query.Words("product"),
        Types = query.Words("types", Known),
    };

    /// <summary>Whether a message is wanted.</summary>
    public bool Wants(string type, About about) =>
        (Types.Count == 0 || Types.Contains(type)) && Any(Packages, about.Packages) && Any(Updates, about.Updates)
        && Any(Testcases, about.Testcases) && Any(Contexts, about.Contexts) && Any(Products, about.Products);

    private static bool Any(IReadOnlyList<string> wanted, IReadOnlyCollection<string> named) => wanted.Count == 0 || named.Any(wanted.Contains);
}
