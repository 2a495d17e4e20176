using Gatehouse.Hosting;

namespace Gatehouse.Projections;

/// <summary>What is said of one event of the log.</summary>
/// <param name="Content">What it was made of: a <see cref="RecordedResult"/> or a <see cref="RecordedRejection"/>.</param>
internal readonly record struct Announcement(long Sequence, BusMessage Message, object Content);
