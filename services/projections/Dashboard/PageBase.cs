using Microsoft.AspNetCore.Components;

namespace Gatehouse.Projections;

/// <summary>A page that shows one view.</summary>
public abstract class PageBase<TView> : ComponentBase
{
    /// <summary>The answer of the API that it shows.</summary>
    [Parameter, EditorRequired]
    public required TView View { get; set; }

    [Parameter, EditorRequired]
    public required PageContext Context { get; set; }
}
