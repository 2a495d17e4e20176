namespace Gatehouse.Projections;

/// <summary>A page of a list: what was found, and the cursor that goes on after it.</summary>
public sealed record Listing<T>(IReadOnlyList<T> Items, string? Next)
{
    /// <summary>Makes a page of one row more than was asked for: the one too many tells that there is a next page.</summary>
    internal static Listing<T> Of(IReadOnlyList<T> rows, int limit, Func<T, Cursor> cursor, string filters) =>
        rows.Count > limit ? new(rows.Take(limit).ToList(), cursor(rows[limit - 1]).Text(filters)) : new(rows, null);
}
