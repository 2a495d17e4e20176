using System.Net;
using Gatehouse.Contracts;

namespace Gatehouse.Projections;

/// <summary>An update's gates as of a past moment. Gating decides the facts of that time again; nothing about gates is decided here.</summary>
internal sealed class GatesThen(HttpClient gating)
{
    /// <summary>What a reader is told when they cannot be had.</summary>
    public const string Away = "The past is told by gating, which does not answer in time. Try again in a moment.";

    /// <summary>The gates in the order of their contexts, closed ones included; null where gating is away. All facts up to then are in the views when this ends.</summary>
    /// <param name="at">Null for now.</param>
    /// <param name="context">Only this gate, with all its parts and all it ever asked for.</param>
    public async Task<IReadOnlyList<GateAsOf>?> OfAsync(string alias, DateTimeOffset? at, string? context, CancellationToken cancellation)
    {
        var path = $"/api/v1/explain?alias={Uri.EscapeDataString(alias)}"
            + (at is { } time ? $"&at={TimeConverter.Text(time)}" : "")
            + (context is null ? "" : $"&decision_context={Uri.EscapeDataString(context)}");
        try
        {
            using var answer = await gating.GetAsync(new Uri(path, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, cancellation);
            return answer.StatusCode == HttpStatusCode.ServiceUnavailable
                ? null
                : await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<IReadOnlyList<GateAsOf>>(Json.Stored, cancellation);
        }
        catch (HttpRequestException e) when (e.StatusCode is null)
        {
            return null;
        }
        catch (TaskCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return null;
        }
    }
}
