using System.Text.Json;
using Gatehouse.Contracts;
using Gatehouse.Local;
using JasperFx;
using JasperFx.Events;
using Marten;

namespace Gatehouse.Benchmarks;

/// <summary>A bare client's batches as events, one stream a batch: what Marten itself costs, with the log's own settings.</summary>
internal sealed class BareMarten(DocumentStore store) : IAsyncDisposable
{
    /// <param name="partitioned">Archived events have partitions of their own.</param>
    /// <param name="uniqueIds">Marten's own unique index of event ids, without which no id is safe from being recorded twice.</param>
    public static async Task<BareMarten> MakeAsync(string postgres, CancellationToken cancel, bool partitioned = false, bool uniqueIds = true)
    {
        var store = DocumentStore.For(options =>
        {
            options.Connection(PostgresUrl.ConnectionString(postgres));
            options.DatabaseSchemaName = "gatehouse";
            options.UseSystemTextJsonForSerialization(Json.MakeStored());
            options.DisableNpgsqlLogging = true;
            options.Events.StreamIdentity = StreamIdentity.AsString;
            options.Events.AppendMode = EventAppendMode.QuickWithServerTimestamps;
            options.Events.EnableUniqueIndexOnEventId = uniqueIds;
            options.Events.UseArchivedStreamPartitioning = partitioned;
            options.Events.AddEventType<ResultRecorded>();
        });
        await store.Storage.ApplyAllConfiguredChangesToDatabaseAsync(AutoCreate.CreateOrUpdate);
        cancel.ThrowIfCancellationRequested();
        return new(store);
    }

    public async Task AppendAsync(IReadOnlyList<byte[]> bodies, CancellationToken cancel)
    {
        await using var session = store.LightweightSession();
        var stream = Streams.Ingest(Guid.CreateVersion7());
        foreach (var body in bodies)
        {
            var result = JsonSerializer.Deserialize<ResultRecorded>(body, Json.Wire)!;
            var e = session.Events.BuildEvent(result);
            e.Id = result.EventId();
            session.Events.Append(stream, e);
        }

        await session.SaveChangesAsync(cancel);
    }

    public ValueTask DisposeAsync()
    {
        store.Dispose();
        return ValueTask.CompletedTask;
    }
}
