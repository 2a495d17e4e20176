using System.Text.Json;
using Gatehouse.Contracts;
using Gatehouse.Hosting;
using Npgsql;

namespace Gatehouse.Gating;

/// <summary><c>backtest [--since TIME] [--until TIME] [--no-policy pass|wait] FILE|DIR...</c>: the report as JSON. Needs only <c>Gatehouse__Postgres</c>.</summary>
internal static class BacktestCommand
{
    public const string Verb = "backtest";

    private const string Usage = "usage: backtest [--since TIME] [--until TIME] [--no-policy pass|wait] FILE|DIR...";

    private static readonly JsonSerializerOptions Readable = new(Json.Wire) { WriteIndented = true };

    /// <summary>Gives an exit code: 0 also where verdicts differ, 2 if it was asked wrongly or the draft is refused, 1 if it cannot be told now.</summary>
    public static async Task<int> RunAsync(string[] arguments)
    {
        var (parameters, paths) = Parse(arguments);
        if (paths.Count == 0 || paths.Find(p => !Path.Exists(p)) is not null)
        {
            return await RefuseAsync(paths.Count == 0 ? [Usage] : [.. paths.Where(p => !Path.Exists(p)).Select(p => $"there is no {p}"), Usage]);
        }

        var configuration = new ConfigurationBuilder().AddEnvironmentVariables().Build();
        try
        {
            var settings = PolicySettings.Read(configuration);
            var (range, errors) = BacktestRange.Read(parameters, settings.NoPolicy, TimeProvider.System.GetUtcNow());
            if (range is null)
            {
                return await RefuseAsync([.. errors.Select(e => $"--{e.Field.Replace('_', '-')}: {e.Message}"), Usage]);
            }

            var looks = paths.Select(p => Directory.Exists(p) ? PolicyFiles.In(p) : PolicyFiles.At(p)).ToList();
            var files = looks.SelectMany(l => l.Files).ToList();
            await using var database = NpgsqlDataSource.Create(PostgresUrl.Parse(Settings.Variable("Postgres"), configuration["Gatehouse:Postgres"]));
            var standing = files.Exists(f => VocabularyReader.IsMeant(f.Name)) ? null : await StandingAsync(database);
            var (draft, mistakes) = PolicyReader.Read(files, settings with { NoPolicy = range.NoPolicy }, standing);
            if (draft is null || looks.Exists(l => l.Errors.Count > 0))
            {
                return await RefuseAsync([.. looks.SelectMany(l => l.Errors).Concat(mistakes).Select(m => m.ToString())]);
            }

            var backtest = new Backtest(database, new FoldProgress(database, TimeProvider.System));
            if (await backtest.RunAsync(draft, range.Since, range.Until, CancellationToken.None) is not { } report)
            {
                await Console.Error.WriteLineAsync("Views or gates lag behind the log: there is nothing to compare with yet.");
                return 1;
            }

            await Console.Out.WriteLineAsync(JsonSerializer.Serialize(report, Readable));
            return 0;
        }
        catch (OutdatedException e)
        {
            await Console.Error.WriteLineAsync($"backtest ends: {e.Message}");
            return 1;
        }
        catch (SettingException e)
        {
            return await RefuseAsync([e.Message]);
        }
    }

    private static async Task<Vocabulary?> StandingAsync(NpgsqlDataSource database)
    {
        await using var connection = await database.OpenConnectionAsync();
        return (await PoliciesInForce.NewestAsync(connection, CancellationToken.None))?.Vocabulary;
    }

    private static (Dictionary<string, string> Parameters, List<string> Paths) Parse(string[] arguments)
    {
        var (parameters, paths) = (new Dictionary<string, string>(StringComparer.Ordinal), new List<string>());
        for (var i = 0; i < arguments.Length; i++)
        {
            if (arguments[i].StartsWith("--", StringComparison.Ordinal))
            {
                parameters[arguments[i][2..].Replace('-', '_')] = i + 1 < arguments.Length ? arguments[++i] : "";
            }
            else
            {
                paths.Add(arguments[i]);
            }
        }

        return (parameters, paths);
    }

    private static async Task<int> RefuseAsync(IReadOnlyList<string> reasons)
    {
        await Console.Error.WriteLineAsync(string.Join('\n', reasons));
        return WebService.BadSetting;
    }
}
