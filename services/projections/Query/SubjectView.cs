using Gatehouse.Contracts;

namespace Gatehouse.Projections;

/// <summary>What is known of a subject: its cells with the newest result of each, and the updates that hold it.</summary>
/// <param name="LastTested">The newest submit time among its results; arrival where that was earlier.</param>
/// <param name="TimesSeen">How many results it has in all.</param>
public sealed record SubjectView(
    Subject Subject, DateTimeOffset? LastTested, long TimesSeen, IReadOnlyList<CellView> Cells, IReadOnlyList<HoldingUpdate> Updates);

/// <summary>A cell, with the newest of its results.</summary>
/// <param name="Outcome">What ran last, whatever came of it: what a gate makes of it is the gate's to say.</param>
/// <param name="LastTested">The newest result's submit time, or its arrival where that was earlier.</param>
public sealed record CellView(string Testcase, string? Scenario, string? Arch, string? Variant, string Outcome, long TimesSeen, DateTimeOffset LastTested, CellResult Newest);

/// <summary>The newest result of a cell, as far as a list of cells shows it.</summary>
public sealed record CellResult(Guid Id, string? SourceId, string Outcome, DateTimeOffset SubmitTime, string? RefUrl, string? Note, long Sequence, DateTimeOffset RecordedAt);

/// <summary>An update that holds a build or another subject, or is it.</summary>
public sealed record HoldingUpdate(string Alias, UpdateState State, string? ProductVersion, string? Title);
