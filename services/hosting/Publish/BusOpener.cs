using Microsoft.Extensions.Hosting;

namespace Gatehouse.Hosting;

/// <summary>Opens the way to the broker at start, on every replica: subscribers must find the exchange before anything is said.</summary>
internal sealed class BusOpener(BusPublisher bus) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => bus.OpenAsync(stoppingToken);
}
