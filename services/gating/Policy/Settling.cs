namespace Gatehouse.Gating;

/// <summary>Tells when something that is looked at again and again has changed and come to rest: a file may be half written.</summary>
public sealed class Settling
{
    private readonly Lock one = new();
    private Guid? taken;
    private Guid? last;

    /// <summary>Whether this look shows something new that the look before showed, too. Says so once for each change; the first look counts as it is.</summary>
    /// <param name="look">The same for the same content.</param>
    public bool IsNew(Guid look)
    {
        lock (one)
        {
            var rests = taken is null || look == last;
            last = look;
            if (!rests || look == taken)
            {
                return false;
            }

            taken = look;
            return true;
        }
    }

    /// <summary>This was taken by somebody else: whatever differs from it is new.</summary>
    public void Take(Guid look)
    {
        lock (one)
        {
            taken = look;
        }
    }
}
