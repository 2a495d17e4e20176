using Gatehouse.Gating;
using Gatehouse.Hosting;

return await WebService.RunAsync(
    args,
    "gating",
    builder => builder
        .AddGatehouseStore()
        .AddPolicies()
        .AddGates()
        .AddDeadlines()
        .AddVerdicts()
        .AddExplain(),
    app => app.MapPolicies().MapExplain());
