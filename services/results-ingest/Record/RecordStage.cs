using Gatehouse.Hosting;
using Marten;

namespace Gatehouse.ResultsIngest;

/// <summary>Stage 3: what the door let in becomes part of the log.</summary>
internal static class RecordStage
{
    public static WebApplicationBuilder AddRecord(this WebApplicationBuilder builder)
    {
        builder.AddTables(IdsAreNew.Tables);
        builder.Services.AddSingleton<IngestMetrics>().AddSingleton<Recorder>().AddSingleton(new RecordOptions());
        builder.Services.ConfigureMarten(options => options.Events.UseListenNotifyForEventAppends = false);
        builder.Services.AddSingleton<AppendNotifier>().AddHostedService(services => services.GetRequiredService<AppendNotifier>());
        builder.Services.AddSingleton<RecordQueue>().AddHostedService(services => services.GetRequiredService<RecordQueue>());
        return builder;
    }
}
