namespace Gatehouse.Gating;

/// <summary>Reads <c>vocabulary.yaml</c>.</summary>
internal static class VocabularyReader
{
    public const string FileName = "vocabulary.yaml";
}
