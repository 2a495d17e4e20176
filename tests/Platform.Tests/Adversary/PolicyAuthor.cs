using System.Net;
using Gatehouse.Testing;

namespace Gatehouse.Platform.Tests;

/// <summary>
/// Who writes the policy folder, and slips: files that are renamed away, mistyped, emptied, or that ask less, while
/// gating is killed or not. One deed at a time, since two would undo each other's.
/// </summary>
internal sealed class PolicyAuthor(Suite suite, Operator @operator, Dice dice)
{
    private static readonly string[] Nonsense =
        ["", "# nothing\n", "id: hasty\ncheks: []\n", "outcomes: { PASSED: fail }\n"];

    private readonly Dictionary<string, string> lies = new(Shelf.First);

    private string Folder => Path.Combine(suite.Folder, "policies");

    /// <summary>The next deed.</summary>
    public (string Kind, Func<Task> Deed) Draw()
    {
        var file = dice.Pick(Shelf.Policies);
        var (release, wait, kill) = (dice.OneIn(2), dice.Milliseconds(600, 2_500), dice.OneIn(3));
        var killed = kill ? ", and gating is killed" : "";
        var (slip, nonsense) = (Shelf.DrawSlip(file, dice), dice.Pick(Nonsense));
        var words = dice.OneIn(3);
        var written = words ? Shelf.Words : file;
        var text = Shelf.Draw(written, dice);
        return dice.Of(10) switch
        {
            < 5 => ($"policies{(words ? ", what words mean" : "")}: {written}, released: {release}",
                () => PutAsync(written, text, release)),
            5 => ("policies, a dry run", () => @operator.ReloadAsync("release=true&dry_run=true")),
            6 => ($"policies, a file is away: {file} for {wait.TotalSeconds:0.0} s{killed}",
                () => BreakAsync(file, null, wait, kill, mayBeInForce: true)),
            7 or 8 => ($"policies, a slip: {file} for {wait.TotalSeconds:0.0} s{killed}",
                () => BreakAsync(file, slip, wait, kill, mayBeInForce: true)),
            _ => ($"policies, nonsense: {written} for {wait.TotalSeconds:0.0} s{killed}",
                () => BreakAsync(written, nonsense, wait, kill, mayBeInForce: false)),
        };
    }

    /// <summary>Puts the set in force in which no deadline comes any more.</summary>
    public async Task RestAsync()
    {
        foreach (var (file, text) in Shelf.Last)
        {
            Write(file, text);
        }

        var answer = await @operator.ReloadAsync("release=true");
        if (answer != HttpStatusCode.OK)
        {
            throw new InvalidOperationException($"the last policies are answered {answer}");
        }
    }

    private async Task PutAsync(string file, string text, bool release)
    {
        Write(file, lies[file] = text);
        await @operator.ReloadAsync(release ? "release=true" : "");
    }

    // What was there lies there again, whatever happens meanwhile.
    private async Task BreakAsync(string file, string? text, TimeSpan time, bool kill, bool mayBeInForce)
    {
        try
        {
            Write(file, text);
            if (kill)
            {
                await Task.WhenAll(suite.KillAsync("gating"), suite.KillAsync("gating-2"));
            }

            await Task.Delay(time);
            var answer = await @operator.ReloadAsync(mayBeInForce ? "" : "release=true");
            if (answer == HttpStatusCode.OK && !mayBeInForce)
            {
                @operator.Finds($"nonsense in {file} is put in force: {text}");
            }
        }
        finally
        {
            Write(file, lies[file]);
        }
    }

    // At once: half a file is none of these deeds.
    private void Write(string file, string? text)
    {
        var path = Path.Combine(Folder, file);
        if (text is null)
        {
            File.Move(path, path + ".away", overwrite: true);
            return;
        }

        File.WriteAllText(path + ".draft", text);
        File.Move(path + ".draft", path, overwrite: true);
    }
}
