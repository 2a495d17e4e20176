using Gatehouse.Hosting;
using Gatehouse.ResultsIngest;

return await WebService.RunAsync(args, "results-ingest", service => service
    .AddGatehouseStore()
    .AddTables("ingest", RejectionBodies.Tables)
    .AddReceive()       // 1. messages come in from the bus as bytes, in batches
    .AddValidate()      // 2. each is a valid event, or refused with every reason
    .AddRecord()        // 3. one transaction a batch, then acknowledge
    .AddPost(),         // the same door over HTTP
    app => app.MapPost());
