using Gatehouse.Contracts;
using Gatehouse.Hosting;

namespace Gatehouse.Gating;

/// <summary>What part of history is decided again, and how the draft treats updates that none of its policies matches.</summary>
/// <param name="Since">Null for the beginning.</param>
public sealed record BacktestRange(DateTimeOffset? Since, DateTimeOffset Until, NoPolicy NoPolicy)
{
    private static readonly string[] Known = ["since", "until", "no_policy"];

    /// <summary>Reads it strictly. Either there are errors, all of them, or there is a range.</summary>
    public static (BacktestRange? Range, IReadOnlyList<Reason> Errors) Read(IReadOnlyDictionary<string, string> parameters, NoPolicy noPolicy, DateTimeOffset now)
    {
        var errors = parameters.Keys.Except(Known).Select(name => new Reason(name, $"unknown parameter, expected one of {string.Join(", ", Known)}")).ToList();
        var (since, until) = (Time("since"), Time("until"));
        if (until > now)
        {
            errors.Add(new Reason("until", $"expected a moment that has passed (it is {TimeConverter.Text(now)})"));
        }

        if (since >= (until ?? now))
        {
            errors.Add(new Reason("since", "expected a moment before until"));
        }

        if (parameters.GetValueOrDefault("no_policy") is { } choice && !Enum.TryParse(choice, ignoreCase: true, out noPolicy) | choice is not ("pass" or "wait"))
        {
            errors.Add(new Reason("no_policy", $"expected pass or wait, found '{choice}'"));
        }

        return errors.Count > 0 ? (null, errors) : (new BacktestRange(since, until ?? now, noPolicy), errors);

        DateTimeOffset? Time(string name)
        {
            if (!parameters.TryGetValue(name, out var text))
            {
                return null;
            }

            if (Moment.TryParse(text, out var time))
            {
                return time;
            }

            errors.Add(new Reason(name, $"expected {Moment.Expected}, found '{text}'"));
            return null;
        }
    }
}
