using JasperFx.Events.Daemon;
using JasperFx.Events.Projections;
using Marten;
using Marten.Subscriptions;

namespace Gatehouse.Hosting;

/// <summary>Hands the daemon's pages to a fold, which is made only when the first comes: a fold may need the store, and the store is made of these.</summary>
internal sealed class FoldSubscription(Func<LogFold> fold) : ISubscription
{
    private readonly Lazy<LogFold> fold = new(fold);

    public async Task<IChangeListener> ProcessEventsAsync(
        EventRange page, ISubscriptionController controller, IDocumentOperations operations, CancellationToken cancellationToken)
    {
        await fold.Value.ProcessAsync(page, cancellationToken);
        return NullChangeListener.Instance;
    }
}
