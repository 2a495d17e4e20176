using Gatehouse.Gating;
using Gatehouse.Hosting;

switch (args)
{
    case [BacktestCommand.Verb, .. var options]:
        return await BacktestCommand.RunAsync(options);
    case [RebuildCommand.Verb, .. var options]:
        return await RebuildCommand.RunAsync(options, _ => new RebuiltGates());
}

return await WebService.RunAsync(
    args,
    "gating",
    builder => builder
        .AddGatehouseStore()
        .AddEditions()
        .AddPolicies()
        .AddAccounts()
        .AddGates()
        .AddDeadlines()
        .AddReleases()
        .AddVerdicts()
        .AddRetirement()
        .AddExplain()
        .AddBacktest(),
    app => app.MapPolicies().MapReleases().MapExplain().MapBacktest());
