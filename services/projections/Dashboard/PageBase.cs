using Gatehouse.Contracts;
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

/// <summary>A page that draws outcomes by their kinds.</summary>
public interface IDrawsOutcomes
{
    /// <summary>Those in use now.</summary>
    Outcomes Outcomes { get; set; }
}

/// <summary>A page that shows one view, and draws outcomes by their kinds.</summary>
public abstract class OutcomesPageBase<TView> : PageBase<TView>, IDrawsOutcomes
{
    [Parameter, EditorRequired]
    public required Outcomes Outcomes { get; set; }
}
