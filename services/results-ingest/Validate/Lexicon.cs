namespace Gatehouse.ResultsIngest;

/// <summary>The words by which the door reads and judges: aliases of types, and the outcomes in use.</summary>
internal sealed class Lexicon(Vocabulary vocabulary)
{
    /// <summary>Those of a policy set without a <c>vocabulary.yaml</c>.</summary>
    public static Lexicon Default { get; } = new(Vocabulary.Default);

    public Outcomes Outcomes { get; } = vocabulary.Outcomes;

    /// <summary>The type that a sent one stands for: mostly itself.</summary>
    public string TypeOf(string sent) => vocabulary.TypeOf(sent);

    /// <summary>
    /// These outcomes, with the types as they stood then: what is sent again keeps the type, the cell and the id of its
    /// first receipt.
    /// </summary>
    public Lexicon WithTypesOf(Vocabulary then) => new(vocabulary with { Types = then.Types });
}
