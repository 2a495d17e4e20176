using System.Data.Common;
using Gatehouse.Hosting;
using JasperFx.Events;
using Npgsql;
using NpgsqlTypes;
using Weasel.Core;
using Weasel.Storage;
using ICommandBuilder = Weasel.Postgresql.ICommandBuilder;
using IStorageOperation = Marten.Internal.Operations.IStorageOperation;

namespace Gatehouse.ResultsIngest;

/// <summary>
/// Has a transaction fail where the log holds one of these ids. It goes with the append, in front of it: nobody has to ask first, and a
/// transaction that fails has drawn no sequence number yet, for which every fold would wait.
/// </summary>
internal sealed class IdsAreNew(Guid[] ids) : IStorageOperation
{
    private const string IsKnown = "GH001";

    // Planned while the log is empty, it would read all of it ever after.
    public static readonly OwnTables Tables = new("ingest", $"""
        create or replace function ids_are_new(ids uuid[]) returns void language plpgsql set enable_seqscan = off as $$ begin
            if exists (select from gatehouse.mt_events where id = any(ids)) then
                raise exception 'one of these ids is in the log' using errcode = '{IsKnown}';
            end if;
        end $$
        """);

    /// <summary>Marten puts the operations of events before all others, in the order in which they were queued; the append comes with the saving.</summary>
    public Type DocumentType => typeof(IEvent);

    public static bool HasFailed(Exception e) => (e is PostgresException ? e : e.InnerException) is PostgresException { SqlState: IsKnown };

    public void ConfigureCommand(ICommandBuilder builder, IStorageSession session)
    {
        builder.Append("select ingest.ids_are_new(");
        builder.AppendParameter(ids, NpgsqlDbType.Array | NpgsqlDbType.Uuid);
        builder.Append(')');
    }

    public Task PostprocessAsync(DbDataReader reader, IList<Exception> exceptions, CancellationToken token) => Task.CompletedTask;

    public OperationRole Role() => OperationRole.Other;
}
