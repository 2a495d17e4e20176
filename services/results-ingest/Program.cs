using Gatehouse.Hosting;
using Gatehouse.ResultsIngest;

if (args is [AccountCommand.Verb, .. var options])
{
    return await AccountCommand.RunAsync(options, Console.In, Console.Out, Console.Error);
}

if (args is [RedactCommand.Verb, .. var asked])
{
    return await RedactCommand.RunAsync(asked, Console.Out, Console.Error);
}

// From the inside out: a stop goes the other way, so that what has come in is still recorded.
return await WebService.RunAsync(args, "results-ingest", service => service
    .AddGatehouseStore(RecordOptions.FrozenFor)
    .AddReject()        // beside them: the bodies of refused messages, for as long as they are kept
    .AddWatermark()     // beside them: up to when everything that was delivered is on record
    .AddRecord()        // 3. one transaction a group, then acknowledge
    .AddValidate()      // 2. each message is a valid event, or refused with every reason
    .AddReceive()       // 1. messages come in from the bus as bytes, in batches
    .AddAccounts()      // who may write over HTTP
    .AddPost()          // the same door over HTTP
    .AddRedact()        // secrets are overwritten
    .AddArchive(),      // beside them: old streams are archived
    app =>
    {
        app.MapPost();
        app.MapRedact();
    });
