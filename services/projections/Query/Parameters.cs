using System.Globalization;
using Gatehouse.Contracts;
using Gatehouse.Hosting;

namespace Gatehouse.Projections;

/// <summary>
/// A query's parameters, read strictly: an unknown or malformed one is an error that names it and what is allowed. Read all of them,
/// then look at <see cref="Errors"/>.
/// </summary>
public sealed class Parameters
{
    private const int DefaultLimit = 50;
    private const int MaxLimit = 500;

    private readonly IQueryCollection query;
    private readonly List<Reason> errors = [];

    /// <summary>Takes a query in which only the named parameters are allowed, besides <c>after</c>, which every read takes.</summary>
    public Parameters(IQueryCollection query, params IReadOnlyList<string> known)
    {
        this.query = query;
        foreach (var (name, values) in query)
        {
            if (name != AfterSequence.Parameter && !known.Contains(name))
            {
                errors.Add(new Reason(name, known.Count == 0 ? "unknown parameter: this path takes none" : $"unknown parameter, expected one of {string.Join(", ", known)}"));
            }
            else if (values.Any(v => v is not null && v.Contains('\0', StringComparison.Ordinal)))
            {
                errors.Add(new Reason(name, "may not contain U+0000"));
            }
        }
    }

    /// <summary>Everything that is wrong with what has been read so far.</summary>
    public IReadOnlyList<Reason> Errors => errors;

    /// <summary>All values of a parameter; given several times it means any of them.</summary>
    public string[] Texts(string name) => [.. query[name].OfType<string>().Distinct(StringComparer.Ordinal)];

    /// <summary>All values of a parameter that takes texts of some length: a longer one is nobody's.</summary>
    public string[] Texts(string name, int most)
    {
        var texts = Texts(name);
        if (texts.FirstOrDefault(text => text.Length == 0 || text.Length > most) is { } other)
        {
            Refuse(name, $"1 to {most} characters", other);
        }

        return texts;
    }

    /// <summary>All values of a parameter that takes <see cref="Word"/>s.</summary>
    public string[] Words(string name)
    {
        var words = Texts(name);
        if (words.FirstOrDefault(word => !Word.IsValid(word)) is { } other)
        {
            Refuse(name, Word.Expected["expected ".Length..], other);
        }

        return words;
    }

    /// <summary>All values of a parameter that takes outcomes, in any case; here in upper case.</summary>
    public string[] Outcomes(string name, Outcomes known) => Words(name, known.Names, text => text.ToUpperInvariant());

    /// <summary>All values of a parameter that takes types of subjects; here those that they stand for.</summary>
    public string[] SubjectTypes(string name, Vocabulary words) => [.. Words(name).Select(words.TypeOf).Distinct(StringComparer.Ordinal)];

    /// <summary>The words in force, read only if one of these parameters is given: others need none.</summary>
    internal async ValueTask<Vocabulary> WordsAsync(WordsInForce words, CancellationToken cancellation, params IReadOnlyList<string> names) =>
        names.Any(query.ContainsKey) ? await words.NowAsync(cancellation) : Vocabulary.Default;

    /// <summary>All values of a parameter that takes words of a fixed list, in snake_case.</summary>
    public string[] Words(string name, IReadOnlyList<string> allowed) => Words(name, allowed, text => text);

    public DateTimeOffset? Time(string name)
    {
        if (One(name) is not { } text)
        {
            return null;
        }

        if (Moment.TryParse(text, out var time))
        {
            return time;
        }

        Refuse(name, Moment.Expected, text);
        return null;
    }

    /// <summary>A moment that is over: of another nobody can say how things stood.</summary>
    public DateTimeOffset? Past(string name, DateTimeOffset now)
    {
        var time = Time(name);
        if (time > now)
        {
            Refuse(name, $"a moment that has passed (it is {TimeConverter.Text(now)})", One(name)!);
        }

        return time;
    }

    public bool? Flag(string name)
    {
        var text = One(name);
        if (text is null or "true" or "false")
        {
            return text is null ? null : text == "true";
        }

        Refuse(name, "true or false", text);
        return null;
    }

    /// <summary>A whole number from 0.</summary>
    public long? Number(string name)
    {
        if (One(name) is not { } text)
        {
            return null;
        }

        if (NumberOf(text) is not { } number)
        {
            Refuse(name, "a whole number from 0", text);
            return null;
        }

        return number;
    }

    /// <summary>Reads a whole number from 0; null for anything else.</summary>
    public static long? NumberOf(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>How many items a page of a list has.</summary>
    public int Limit()
    {
        if (One("limit") is not { } text)
        {
            return DefaultLimit;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit is >= 1 and <= MaxLimit)
        {
            return limit;
        }

        Refuse("limit", $"1 to {MaxLimit}", text);
        return DefaultLimit;
    }

    /// <summary>Where a list goes on; null at its beginning.</summary>
    /// <param name="list">The list's name: a cursor is good for one list and the filters it came with.</param>
    public Cursor? Cursor(string list)
    {
        if (One("cursor") is not { } text)
        {
            return null;
        }

        if (Projections.Cursor.TryRead(text, Filters(list)) is { } cursor)
        {
            return cursor;
        }

        errors.Add(new Reason("cursor", "no cursor of this list with these filters: take `next` of a page as it is, and change nothing else"));
        return null;
    }

    /// <summary>Adds what is wrong with parameters that are well-formed each.</summary>
    public void Refuse(string name, string message) => errors.Add(new Reason(name, message));

    /// <summary>What a cursor of this list is bound to.</summary>
    public string Filters(string list) => string.Join('&', query
        .Where(p => p.Key is not ("cursor" or "limit" or AfterSequence.Parameter))
        .SelectMany(p => p.Value, (p, value) => $"{Uri.EscapeDataString(p.Key)}={Uri.EscapeDataString(value ?? "")}")
        .Order(StringComparer.Ordinal)
        .Prepend(list));

    private string[] Words(string name, IReadOnlyList<string> allowed, Func<string, string> read)
    {
        string[] words = [.. Texts(name).Select(read)];
        if (words.Except(allowed).FirstOrDefault() is { } other)
        {
            Refuse(name, $"one of {string.Join(", ", allowed)}", other);
        }

        return words;
    }

    private string? One(string name)
    {
        var values = query[name];
        if (values.Count > 1)
        {
            errors.Add(new Reason(name, "given more than once"));
        }

        return values.Count == 0 ? null : values[0] ?? "";
    }

    private void Refuse(string name, string expected, string found) =>
        errors.Add(new Reason(name, $"expected {expected}, found '{(found.Length > 100 ? found[..100] + "..." : found)}'"));
}
