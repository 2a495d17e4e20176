namespace Gatehouse.ResultsIngest;

/// <summary>Offers whatever has arrived to a transaction that is being planned, in the order of its arrival, until one is not taken.</summary>
/// <param name="take">Takes these along, or does not.</param>
internal delegate void Company(Func<IReadOnlyList<Arrival>, bool> take);
