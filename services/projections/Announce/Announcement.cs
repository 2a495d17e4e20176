using Gatehouse.Hosting;

namespace Gatehouse.Projections;

/// <summary>What is said of one event of the log.</summary>
internal readonly record struct Announcement(long Sequence, BusMessage Message);
