using Gatehouse.Hosting;
using Gatehouse.Projections;

if (args is [RebuildCommand.Verb, .. var options])
{
    return await RebuildCommand.RunAsync(options, _ => new RebuiltViews());
}

return await WebService.RunAsync(
    args,
    "projections",
    service => service
        .AddGatehouseStore()
        .AddTables(Tables.All)
        .AddFold<Views>(Views.FoldName) // 4, 5. the views of builds and updates
        .AddLogPublisher<Announcer>()   // what was recorded, said on the bus
        .AddWeb()                       // what holds for every answer
        .AddQuery()                     // the views over HTTP
        .AddLive()                      // what happens, as it happens
        .AddFeeds()                     // verdicts as Atom feeds
        .AddForward()                   // writes and policies, passed on
        .AddDashboard(),                // the views as pages for people
    app => app.UseWeb().MapQuery().MapLive().MapFeeds().MapForward().MapReference().MapDashboard());
