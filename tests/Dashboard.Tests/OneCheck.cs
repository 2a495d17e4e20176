using Gatehouse.Testing;

namespace Gatehouse.Dashboard.Tests;

/// <summary>An update of one build that no other test knows. The policy of its product asks it one thing.</summary>
internal sealed record OneCheck(string Alias, string Build)
{
    private static int number;

    public static async Task<OneCheck> SendAsync(Suite? suite = null, string product = "one-check", string package = "one", string? alias = null)
    {
        var made = Interlocked.Increment(ref number);
        var one = new OneCheck(alias ?? $"ONE-{made}", $"{package}-{made}-1.fc44");
        await (suite ?? OneDashboard.Suite).Http.SendAsync("updates", Facts.Update(one.Alias, [one.Build], product: product));
        return one;
    }
}
