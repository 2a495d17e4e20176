using Gatehouse.Hosting;

namespace Gatehouse.Projections;

/// <summary>Several things go by the name that was asked for: a list of them, to choose from (300).</summary>
internal sealed class Choices(View list) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = StatusCodes.Status300MultipleChoices;
        return list.ExecuteAsync(httpContext);
    }
}
