using System.Text.Json;

namespace Gatehouse.Local;

/// <summary>Plays the worked case of the contract, every branch of it, over the bus, and prints what the gates say.</summary>
public sealed class Demo
{
    private const string Product = "demo";
    private const string HastyProduct = "demo-hasty";
    private readonly TextWriter output;
    private readonly DemoBus bus;
    private readonly CancellationToken cancel;

    private Demo(TextWriter output, DemoBus bus, CancellationToken cancel) => (this.output, this.bus, this.cancel) = (output, bus, cancel);

    public static async Task PlayAsync(Endpoints endpoints, TextWriter output, CancellationToken cancel)
    {
        await using var bus = await DemoBus.ConnectAsync(endpoints.Amqp, (key, body) => Print(output, key, body), cancel);
        await new Demo(output, bus, cancel).PlayAsync(endpoints.Http);
    }

    private async Task PlayAsync(string http)
    {
        Say("Each update has two builds and waits for ten results; eight of them are essential (deploy/policies/demo.yaml).");

        Say("U1: everything passes. Nothing is said before the last result.");
        var update = await DefineAsync("U1", Product);
        await ReportAllAsync(update, _ => "PASSED");
        await ExpectAsync(update, "complete.passed");

        Say("U2: rpmlint fails, which is not essential.");
        update = await DefineAsync("U2", Product);
        await ReportAllAsync(update, check => check.Testcase == "dist.rpmlint" ? "FAILED" : "PASSED");
        await ExpectAsync(update, "complete.info");

        Say("U3: depcheck fails for one build on i386. That is said at once, and the verdict at the end.");
        update = await DefineAsync("U3", Product);
        var broken = (Build: update.Builds[1], Testcase: "dist.depcheck", Arch: "i386");
        await ReportAllAsync(update, check => check == broken ? "FAILED" : "PASSED");
        await ExpectAsync(update, "complete.failed");

        Say("U3: it runs again and passes.");
        await update.ReportAsync(broken.Build, broken.Testcase, broken.Arch, "PASSED", cancel);
        await ExpectAsync(update, "changed.passed");

        Say("U3: it runs once more and passes again: the result is announced as a duplicate, the gate has nothing to say.");
        await update.ReportAsync(broken.Build, broken.Testcase, broken.Arch, "PASSED", cancel);
        if (!await bus.UntilAsync((_, body) => IsDuplicate(body), cancel))
        {
            Say("... no duplicate was announced, which is wrong: see the logs.");
        }

        Say("U4: armhfp never reports, and time is up after five seconds.");
        update = await DefineAsync("U4", HastyProduct);
        await ReportAllAsync(update, check => check.Arch == "armhfp" ? null : "PASSED");
        await ExpectAsync(update, "complete.failed");

        Say($"That was the demonstration. The same over HTTP: curl {http}/api/v1/updates/{update.Alias}");
    }

    private static void Print(TextWriter output, string routingKey, JsonElement body)
    {
        if (routingKey.StartsWith("gate.", StringComparison.Ordinal))
        {
            output.WriteLine($"    {routingKey,-42} {body.GetProperty("alias").GetString()}  {body.GetProperty("reason").GetString()}  {body.GetProperty("summary").GetString()}");
        }
        else if (IsDuplicate(body))
        {
            output.WriteLine($"    {routingKey,-42} duplicate: true, times_seen: {body.GetProperty("times_seen")}");
        }
    }

    private static bool IsDuplicate(JsonElement body) => body.TryGetProperty("duplicate", out var duplicate) && duplicate.ValueKind == JsonValueKind.True;

    private async Task<DemoUpdate> DefineAsync(string name, string product)
    {
        var update = new DemoUpdate(bus, name, product, TimeProvider.System);
        await update.DefineAsync(cancel);
        await ExpectAsync(update, "opened");
        return update;
    }

    private async Task ReportAllAsync(DemoUpdate update, Func<(string Build, string Testcase, string? Arch), string?> outcome)
    {
        foreach (var check in update.Checks)
        {
            if (outcome(check) is { } word)
            {
                await update.ReportAsync(check.Build, check.Testcase, check.Arch, word, cancel);
            }
        }
    }

    private async Task ExpectAsync(DemoUpdate update, string ending)
    {
        if (!await update.SaidAsync(ending, cancel))
        {
            Say($"... {update.Alias} did not say {ending}, which is wrong unless --policies names other policies: see the logs.");
        }
    }

    private void Say(string text) => output.WriteLine("\n" + text);
}
