using Gatehouse.Gating;
using Gatehouse.Hosting;

if (args is [BacktestCommand.Verb, .. var options])
{
    return await BacktestCommand.RunAsync(options);
}

return await WebService.RunAsync(
    args,
    "gating",
    builder => builder
        .AddGatehouseStore()
        .AddPolicies()
        .AddGates()
        .AddDeadlines()
        .AddVerdicts()
        .AddExplain()
        .AddBacktest(),
    app => app.MapPolicies().MapExplain().MapBacktest());
