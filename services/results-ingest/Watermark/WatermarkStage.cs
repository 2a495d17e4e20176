using Gatehouse.Hosting;

namespace Gatehouse.ResultsIngest;

/// <summary>Beside the stages: up to when everything that was delivered is on record.</summary>
internal static class WatermarkStage
{
    /// <summary>To be added before the stages that receive: it answers until they have stopped.</summary>
    public static WebApplicationBuilder AddWatermark(this WebApplicationBuilder builder)
    {
        builder.AddTables(WatermarkTable.Tables);
        builder.Services.AddSingleton<WatermarkTable>().AddSingleton<WatchedQueues>().AddSingleton<WatermarkBroker>();
        builder.Services.AddSingleton<UnderWay>().AddSingleton<Answers>().AddSingleton<Driver>();
        builder.Services.AddHostedService<WatermarkKeeper>();
        return builder;
    }
}
