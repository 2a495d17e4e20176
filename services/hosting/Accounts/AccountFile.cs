using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Configuration;

namespace Gatehouse.Hosting;

/// <summary>The file that accounts are read from, <c>Gatehouse__Accounts</c>.</summary>
public sealed record AccountFile(string Path)
{
    /// <summary>The setting's name, without its section.</summary>
    public const string Setting = "Accounts";

    /// <summary>The variable, as an operator writes it.</summary>
    public static string Variable => Settings.Variable(Setting);

    /// <summary>Null where none is configured.</summary>
    public static AccountFile? Of(IConfiguration configuration) =>
        Settings.Text(configuration, Setting) is { } path ? new AccountFile(System.IO.Path.GetFullPath(path)) : null;

    /// <summary>What lies there now, without understanding it.</summary>
    public AccountLook Look()
    {
        try
        {
            return new AccountLook(Path, File.ReadAllText(Path), null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new AccountLook(Path, null, new AccountError(Path, 0, e.Message));
        }
    }
}

/// <summary>What lay in an accounts file at one moment.</summary>
/// <param name="Text">Null where it could not be read.</param>
/// <param name="Unreadable">Why not.</param>
public sealed record AccountLook(string File, string? Text, AccountError? Unreadable)
{
    /// <summary>The same for the same content.</summary>
    public string Stamp { get; } =
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(Text ?? $"unreadable: {Unreadable!.Message}")));

    /// <summary>Either there are errors, all of them, or there is a set.</summary>
    public (AccountSet? Set, IReadOnlyList<AccountError> Errors) Read() =>
        Unreadable is { } error ? (null, [error]) : AccountReader.Read(File, Text!);
}
