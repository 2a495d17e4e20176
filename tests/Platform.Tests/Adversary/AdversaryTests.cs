using System.Globalization;
using System.Text;

namespace Gatehouse.Platform.Tests;

/// <summary>A short run of the adversary. <c>tests/adversary</c> makes long ones of it.</summary>
internal sealed class AdversaryTests
{
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(45);

    // The same faults in the same order every day; how they meet with the load is up to the machine.
    private const int Everyday = 7;

    [Test]
    public async Task Whatever_the_adversary_does_everything_is_recorded_once_and_said_as_the_rules_say()
    {
        var duration = Given("DURATION") is { } seconds ? TimeSpan.FromSeconds(double.Parse(seconds, CultureInfo.InvariantCulture)) : Short;
        var seed = Given("SEED") is { } number ? int.Parse(number, CultureInfo.InvariantCulture) : Everyday;
        // Seen at once, and not only when the test is over.
        await using var console = Given("DURATION") is null ? null : Console.OpenStandardOutput();
        void Say(string line)
        {
            if (console is null)
            {
                TestContext.Out.WriteLine(line);
            }

            console?.Write(Encoding.UTF8.GetBytes(line + "\n"));
        }

        var wrong = await new Adversary(duration, seed, keepLogs: console is not null, Say).RunAsync();

        Assert.That(wrong, Is.Empty, $"seed {seed}");
    }

    private static string? Given(string name) => Environment.GetEnvironmentVariable($"GATEHOUSE_ADVERSARY_{name}") is { Length: > 0 } value ? value : null;
}
