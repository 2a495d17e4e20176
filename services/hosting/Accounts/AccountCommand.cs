using System.Security.Cryptography;
using System.Text;

namespace Gatehouse.Hosting;

/// <summary>
/// <c>account NAME PERMISSIONS [--file FILE] [--secret-stdin]</c>: makes an entry of an accounts file. The secret is
/// made here and shown once, or read from standard input; never is it an argument, which everybody on the machine could
/// read.
/// </summary>
public static class AccountCommand
{
    public const string Verb = "account";

    private const string Usage = "usage: account NAME PERMISSIONS [--file FILE] [--secret-stdin]; "
        + "PERMISSIONS are publish, waive, proxy and operate with commas between them, or none";

    private const int ShortestSecret = 16;
    private const int LongestSecret = 256;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>
    /// Gives an exit code: 0, or 2 if it was asked wrongly or the file is refused; then nothing is changed.
    /// </summary>
    /// <param name="arguments">What follows the verb.</param>
    /// <param name="input">Where a secret is read from.</param>
    /// <param name="output">Takes the entry, where it is not appended to a file.</param>
    /// <param name="errors">Takes what is for people, the new secret among it.</param>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, TextReader input, TextWriter output,
        TextWriter errors)
    {
        var (asked, mistake) = Asked.Of(arguments);
        if (asked is null)
        {
            return await RefuseAsync(errors, mistake!, Usage);
        }

        var secret = asked.FromInput ? await input.ReadLineAsync() ?? "" : MakeSecret();
        if (!IsSecret(secret))
        {
            return await RefuseAsync(errors,
                $"expected a secret of {ShortestSecret} to {LongestSecret} letters, digits and -_~+/= (no dot), "
                + "as the first line of standard input");
        }

        var entry = Entry(asked.Name, SecretHash.Of(secret), asked.Permissions);
        if (asked.File is not { } file)
        {
            await output.WriteAsync(entry);
        }
        else if (Append(file, entry) is { Count: > 0 } reasons)
        {
            return await RefuseAsync(errors, [.. reasons]);
        }
        else
        {
            await errors.WriteLineAsync($"{asked.Name} was added to {file}, which the services take up by themselves.");
        }

        if (!asked.FromInput)
        {
            await errors.WriteLineAsync(
                $"Its secret is shown this once: {secret}\n"
                + $"Authorization: Bearer {asked.Name}.{secret}, or HTTP Basic with name and secret.");
        }

        return 0;
    }

    private static string MakeSecret() =>
        Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    // What a bearer token may hold (RFC 6750), but for the dot that ends the name.
    private static bool IsSecret(string text) =>
        text.Length is >= ShortestSecret and <= LongestSecret
            && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '~' or '+' or '/' or '=');

    // In quotes: a word can look like a number, or like null.
    private static string Entry(string name, SecretHash hash, Permissions permissions) =>
        $"- name: \"{name}\"\n  hash: \"{hash}\"\n"
        + $"  permissions: [{string.Join(", ", PermissionNames.Of(permissions))}]\n";

    /// <summary>
    /// In its place, so that whoever owns it and whatever leads to it stay; only if the whole is an accounts file then.
    /// </summary>
    private static IReadOnlyList<string> Append(string file, string entry)
    {
        try
        {
            var before = File.Exists(file) ? File.ReadAllText(file) : "";
            // Nothing can follow a list in brackets.
            var empty = before.Trim() is "" or "[]";
            var added = (empty || before.EndsWith('\n') ? "" : "\n") + entry;
            var (set, errors) = AccountReader.Read(file, (empty ? "" : before) + added);
            if (set is null)
            {
                return [.. errors.Select(e => e.ToString())];
            }

            var options =
                new FileStreamOptions { Mode = empty ? FileMode.Create : FileMode.Append, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = OwnerOnly;
            }

            using var stream = new FileStream(file, options);
            stream.Write(Encoding.UTF8.GetBytes(added));
            return [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [$"{file}: {e.Message}"];
        }
    }

    private static async Task<int> RefuseAsync(TextWriter errors, params string[] reasons)
    {
        await errors.WriteLineAsync($"account: {string.Join('\n', reasons)}");
        return WebService.BadSetting;
    }

    /// <summary>What was asked for.</summary>
    private sealed record Asked(string Name, Permissions Permissions, string? File, bool FromInput)
    {
        public static (Asked? Asked, string? Mistake) Of(IReadOnlyList<string> arguments)
        {
            var (words, file, fromInput) = (new List<string>(), (string?)null, false);
            for (var i = 0; i < arguments.Count; i++)
            {
                switch (arguments[i])
                {
                    case "--file" when i + 1 < arguments.Count && arguments[i + 1].Length > 0:
                        file = arguments[++i];
                        break;
                    case "--secret-stdin":
                        fromInput = true;
                        break;
                    case ['-', ..]:
                        return (null, $"unknown option, or one without its value: {arguments[i]}");
                    default:
                        words.Add(arguments[i]);
                        break;
                }
            }

            if (words is not [var name, var list])
            {
                return (null, "expected a name and permissions");
            }

            var permissions = list == "none" ? [] : list.Split(',');
            return !Account.IsName(name) ? (null, $"name: {Account.NameExpected}")
                : permissions.FirstOrDefault(p => !PermissionNames.All.ContainsKey(p)) is { } unknown
                    ? (null, $"unknown permission '{unknown}': expected {PermissionNames.Expected}")
                : (new Asked(name, All(permissions), file, fromInput), null);
        }

        private static Permissions All(IEnumerable<string> names) =>
            names.Aggregate(Permissions.None, (all, name) => all | PermissionNames.All[name]);
    }
}
