namespace Gatehouse.ResultsIngest;

/// <summary>
/// One field of a message as it came: absent (null counts as absent), a value, or something that is not even of the right type.
/// It carries its path, since the same field may stand in two places (<c>subject.id</c>, or <c>data.item</c> in the older form).
/// </summary>
/// <param name="Path">The field's place in the message, as reasons name it.</param>
/// <param name="Value">What it holds; null when absent or misread.</param>
/// <param name="Misread">What was expected in place of what came; null when all is well.</param>
internal readonly record struct Field<T>(string Path, T? Value, string? Misread = null)
{
    public bool IsAbsent => Value is null && Misread is null;
}
