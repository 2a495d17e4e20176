using Gatehouse.Hosting;

namespace Gatehouse.Projections;

/// <summary>What is said of one event of the log.</summary>
/// <param name="Content">The record that the message's body is.</param>
internal readonly record struct Announcement(long Sequence, BusMessage Message, object Content);
