using Gatehouse.Gating;
using Gatehouse.Hosting;

switch (args)
{
    case [BacktestCommand.Verb, .. var options]:
        return await BacktestCommand.RunAsync(options);
    case [RebuildCommand.Verb, .. var options]:
        return await RebuildCommand.RunAsync(options, configuration => new RebuiltGates(OutcomeSettings.Read(configuration)));
}

return await WebService.RunAsync(
    args,
    "gating",
    builder => builder
        .AddGatehouseStore()
        .AddPolicies()
        .AddAccounts()
        .AddGates()
        .AddDeadlines()
        .AddVerdicts()
        .AddRetirement()
        .AddExplain()
        .AddBacktest(),
    app => app.MapPolicies().MapExplain().MapBacktest());
