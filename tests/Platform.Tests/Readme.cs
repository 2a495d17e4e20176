using System.Diagnostics;

namespace Gatehouse.Platform.Tests;

/// <summary>The programs in README.md work as they are printed there.</summary>
internal sealed class Readme
{
    [Test]
    public async Task Its_subscriber_hears_the_verdict_on_what_its_publisher_publishes()
    {
        var suite = await OnePlatform.SuiteAsync();
        var client = await OnePlatform.ClientAsync();
        var checkout = Directory.CreateTempSubdirectory("gatehouse-readme-");
        try
        {
            // The programs look for .data/endpoints.json, which deploy/up keeps there.
            Directory.CreateSymbolicLink(Path.Combine(checkout.FullName, ".data"), suite.Folder);
            using var subscriber = Start("subscriber", checkout.FullName);
            var lines = subscriber.StandardOutput;
            var first = lines.ReadLineAsync();
            // It does not say when it has bound its queue: it has when it hears of one of these.
            while (!first.IsCompleted)
            {
                var waiting = TestUpdate.New();
                await client.PublishAndHearAsync(waiting.Definition(), m => m.Alias == waiting.Alias);
                await Task.WhenAny(first, subscriber.WaitForExitAsync(), client.FallSilentAsync());
            }

            using var publisher = Start("publisher", checkout.FullName);
            await publisher.WaitForExitAsync();
            Assert.That(publisher.ExitCode, Is.Zero, await publisher.StandardError.ReadToEndAsync());
            await client.Subscriber.UntilAsync(m => m.Alias == "HELLO-1" && m.Type == "gate.complete", "the verdict");

            var heard = await lines.ReadToEndAsync();
            await subscriber.WaitForExitAsync();
            Assert.That(subscriber.ExitCode, Is.Zero, await subscriber.StandardError.ReadToEndAsync());
            Assert.That(heard, Does.Contain("gate.push_stable.opened HELLO-1 None").And.Contain("gate.push_stable.complete.passed HELLO-1 passed"));
        }
        finally
        {
            checkout.Delete(recursive: true);
        }
    }

    // The code block that follows the comment of this name.
    private static Process Start(string name, string folder)
    {
        var text = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "README.md"));
        var program = text.Split($"<!-- {name} -->")[1].Split("```python\n")[1].Split("```")[0];
        return Process.Start(new ProcessStartInfo("/usr/bin/python3", ["-c", program])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
    }
}
