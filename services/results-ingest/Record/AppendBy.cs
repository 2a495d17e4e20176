using System.Data.Common;
using Gatehouse.Hosting;
using JasperFx.Events;
using Weasel.Core;
using Weasel.Storage;
using ICommandBuilder = Weasel.Postgresql.ICommandBuilder;
using IStorageOperation = Marten.Internal.Operations.IStorageOperation;

namespace Gatehouse.ResultsIngest;

/// <summary>
/// Has a transaction raise the version of the log to our own, or fail where the log is too new for us (rule 16). It
/// goes with the append, in front of it, as <see cref="IdsAreNew"/> does.
/// </summary>
internal sealed class AppendBy : IStorageOperation
{
    public Type DocumentType => typeof(IEvent);

    public void ConfigureCommand(ICommandBuilder builder, IStorageSession session)
    {
        builder.Append("select gatehouse.append_by(");
        builder.AppendParameter(LogVersion.Own);
        builder.Append(')');
    }

    public Task PostprocessAsync(DbDataReader reader, IList<Exception> exceptions, CancellationToken token) =>
        Task.CompletedTask;

    public OperationRole Role() => OperationRole.Other;
}
