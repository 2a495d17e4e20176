namespace Gatehouse.Hosting.Tests;

/// <summary>Accounts whose secrets are quickly checked.</summary>
internal static class TestAccounts
{
    public static string SecretOf(string name) => $"the-secret-of-{name.Replace('.', '-')}";

    public static Account Of(string name, Permissions permissions) =>
        new(name, SecretHash.Of(SecretOf(name), SecretHash.FewestIterations), permissions);

    public static string Yaml(params IEnumerable<Account> accounts) => string.Concat(
        accounts.Select(a =>
            $"- name: \"{a.Name}\"\n  hash: \"{a.Hash}\"\n"
            + $"  permissions: [{string.Join(", ", PermissionNames.Of(a.Permissions))}]\n"));
}
