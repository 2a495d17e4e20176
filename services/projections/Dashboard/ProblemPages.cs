using Microsoft.AspNetCore.Mvc;

namespace Gatehouse.Projections;

/// <summary>Refusals and failures as pages, for whoever asked for a page: the same problem details, and what to do about them.</summary>
internal sealed class ProblemPages : IProblemDetailsWriter
{
    public bool CanWrite(ProblemDetailsContext context) =>
        !context.HttpContext.Request.Path.StartsWithSegments("/api") &&
        context.HttpContext.Request.GetTypedHeaders().Accept.Any(type => type.MediaType.Equals("text/html", StringComparison.OrdinalIgnoreCase));

    public async ValueTask WriteAsync(ProblemDetailsContext context)
    {
        ProblemDetails problem = context.ProblemDetails;
        await new Page<ProblemPage>(problem, problem.Status ?? context.HttpContext.Response.StatusCode).ExecuteAsync(context.HttpContext);
    }
}
