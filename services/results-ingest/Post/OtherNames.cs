using Gatehouse.Hosting;

namespace Gatehouse.ResultsIngest;

/// <summary>
/// A waiver's <c>username</c> is the identity that gives it. To name somebody else takes a permission of its own; then
/// both are recorded.
/// </summary>
internal static class OtherNames
{
    /// <summary>
    /// Refuses a waiver that names somebody whom its sender may not speak for. Where nobody had to say who they are,
    /// nobody vouches either.
    /// </summary>
    /// <returns>Whether it was refused.</returns>
    public static bool Refuse(Arrival arrival, Caller caller)
    {
        if (caller is not { Name: { } name }
            || caller.May(Permissions.Proxy)
            || arrival.Admission is not Admission.Admitted { Event: WaiverRecorded waiver }
            || waiver.Username == name)
        {
            return false;
        }

        arrival.Refuse(new Reason(
            "username", $"expected {name}, whose account this is: to name somebody else needs the permission proxy"), waiver);
        return true;
    }
}
