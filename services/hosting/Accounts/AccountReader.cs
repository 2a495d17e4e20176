using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Gatehouse.Hosting;

/// <summary>Why an accounts file is refused.</summary>
/// <param name="Line">From 1; 0 where no line is to blame.</param>
public sealed record AccountError(string File, long Line, string Message)
{
    public override string ToString() => $"{File}:{Line}: {Message}";
}

/// <summary>
/// Reads accounts from YAML, strictly: a list of mappings with <c>name</c>, <c>hash</c> and <c>permissions</c>, all
/// three in each, and nothing else; no anchors, aliases or tags. What stands where it should not may be a secret, so no
/// value is ever repeated in a reason.
/// </summary>
/// <remarks>It goes by the parser's events and never by recursion, so no nesting ends the process.</remarks>
public sealed class AccountReader
{
    private static readonly string[] Keys = ["name", "hash", "permissions"];
    private static readonly string Known = string.Join(", ", Keys);
    private readonly string file;
    private readonly Parser parser;
    private readonly List<AccountError> errors = [];
    private readonly List<Account> accounts = [];
    private readonly Dictionary<string, long> lines = new(StringComparer.Ordinal);

    private AccountReader(string file, string text) => (this.file, parser) = (file, new Parser(new StringReader(text)));

    /// <summary>
    /// Either there are errors, all of them, or there is a set. An empty list is a set: nobody may write. An empty file
    /// is an error.
    /// </summary>
    public static (AccountSet? Set, IReadOnlyList<AccountError> Errors) Read(string file, string text)
    {
        var reader = new AccountReader(file, text);
        try
        {
            reader.ReadStream();
        }
        catch (YamlException problem)
        {
            reader.errors.Add(new AccountError(file, problem.Start.Line, $"no valid YAML: {problem.Message}"));
        }
        catch (Exception problem) when (
            problem is InvalidOperationException or ArgumentException or EndOfStreamException)
        {
            // YamlDotNet 18.1 throws these at some texts that are no YAML, such as a bracket that is left open before a
            // line that begins with a hyphen.
            reader.errors.Add(new AccountError(
                file, reader.parser.Current?.End.Line ?? 1, "no valid YAML here, or directly after it"));
        }

        return reader.errors.Count > 0 ? (null, reader.errors) : (new AccountSet(reader.accounts), []);
    }

    private void ReadStream()
    {
        parser.Consume<StreamStart>();
        if (!parser.TryConsume<DocumentStart>(out _))
        {
            Refuse(parser.Current!, "expected a list of accounts, found nothing; [] says that there are none");
            return;
        }

        ReadList();
        parser.Consume<DocumentEnd>();
        if (!parser.TryConsume<StreamEnd>(out _))
        {
            Refuse(parser.Current!, "expected one document");
        }
    }

    private void ReadList()
    {
        if (!TryEnter<SequenceStart>("expected a list of accounts ([] says that there are none)"))
        {
            return;
        }

        while (!parser.TryConsume<SequenceEnd>(out _))
        {
            ReadAccount();
        }
    }

    private void ReadAccount()
    {
        var at = parser.Current!;
        if (!TryEnter<MappingStart>($"expected an account: {Known}"))
        {
            return;
        }

        var before = errors.Count;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        (string? Name, SecretHash? Hash, Permissions Permissions) read = default;
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            switch (Key(seen))
            {
                case "name":
                    read.Name = Text(Account.IsName, $"name: {Account.NameExpected}");
                    break;
                case "hash":
                    var hash = Text(t => SecretHash.Parse(t) is not null, $"hash: expected {SecretHash.Expected}");
                    read.Hash = hash is null ? null : SecretHash.Parse(hash);
                    break;
                case "permissions":
                    read.Permissions = ReadPermissions();
                    break;
                default:
                    parser.SkipThisAndNestedEvents();
                    break;
            }
        }

        foreach (var missing in Keys.Where(key => !seen.Contains(key)))
        {
            Refuse(at, $"'{missing}' is missing");
        }

        if (read.Name is { } name && !lines.TryAdd(name, at.Start.Line))
        {
            Refuse(at, $"duplicate name '{name}': it stands at line {lines[name]} already");
        }

        if (errors.Count == before)
        {
            accounts.Add(new Account(read.Name!, read.Hash!, read.Permissions));
        }
    }

    /// <summary>The next key; null, and noted, where it is unknown or repeated.</summary>
    private string? Key(HashSet<string> seen)
    {
        var at = parser.Current!;
        if (Text(Keys.Contains, $"unknown key: expected {Known}") is not { } key)
        {
            return null;
        }

        if (seen.Add(key))
        {
            return key;
        }

        Refuse(at, $"'{key}' stands there twice");
        return null;
    }

    private Permissions ReadPermissions()
    {
        var permissions = Permissions.None;
        if (!TryEnter<SequenceStart>($"permissions: expected a list of {PermissionNames.Expected} ([] for none)"))
        {
            return permissions;
        }

        while (!parser.TryConsume<SequenceEnd>(out _))
        {
            var at = parser.Current!;
            if (Text(PermissionNames.All.ContainsKey,
                $"permissions: unknown permission, expected {PermissionNames.Expected}") is not { } name)
            {
                continue;
            }

            if (permissions.HasFlag(PermissionNames.All[name]))
            {
                Refuse(at, $"permissions: '{name}' stands there twice");
            }

            permissions |= PermissionNames.All[name];
        }

        return permissions;
    }

    private bool TryEnter<T>(string expected)
        where T : NodeEvent
    {
        if (IsPlain(parser.Current!) && parser.TryConsume<T>(out _))
        {
            return true;
        }

        Refuse(parser.Current!, expected);
        parser.SkipThisAndNestedEvents();
        return false;
    }

    /// <summary>A text that passes the test; null, and noted, for anything else, a null among it.</summary>
    private string? Text(Func<string, bool> test, string expected)
    {
        if (parser.Current is Scalar scalar && IsPlain(scalar) && !IsNull(scalar) && test(scalar.Value))
        {
            parser.MoveNext();
            return scalar.Value;
        }

        Refuse(parser.Current!, expected);
        parser.SkipThisAndNestedEvents();
        return null;
    }

    // Nobody needs them here, and each can make a value another than it looks.
    private static bool IsPlain(ParsingEvent at) => at is NodeEvent { Anchor.IsEmpty: true, Tag.IsEmpty: true };

    private static bool IsNull(Scalar scalar) =>
        scalar.Style == ScalarStyle.Plain && scalar.Value is "" or "~" or "null" or "Null" or "NULL";

    private void Refuse(ParsingEvent at, string message) => errors.Add(new AccountError(file, at.Start.Line, message));
}
