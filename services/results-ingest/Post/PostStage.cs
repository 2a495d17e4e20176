using Gatehouse.Hosting;

namespace Gatehouse.ResultsIngest;

/// <summary>The same door over HTTP: what comes in by it takes the same two stages into the log, and is answered when it is durable.</summary>
internal static class PostStage
{
    private static readonly (string Path, string Kind, Permissions Permission)[] Doors =
    [
        ("/results", Kinds.Result, Permissions.Publish),
        ("/updates", Kinds.Update, Permissions.Publish),
        ("/waivers", Kinds.Waiver, Permissions.Waive),
    ];

    public static WebApplicationBuilder AddPost(this WebApplicationBuilder builder)
    {
        builder.AddTables(TakenUp.Tables);
        builder.Services.AddSingleton<TakenUp>().AddSingleton<Post>().AddSingleton<KeptRejections>()
            .AddSingleton<Settle>();
        return builder;
    }

    public static void MapPost(this WebApplication app)
    {
        var api = app.MapGroup("/api/v1").RequireAccount();
        foreach (var (path, kind, permission) in Doors)
        {
            api.MapPost(path, (HttpContext context, Post post) => post.TakeAsync(kind, context))
                .RequirePermission(permission).RefuseUnknownParameters();
        }

        // Whose message it was decides who may: Settle asks.
        api = api.MapGroup("").RefuseUnknownParameters();
        api.MapPost("/rejections/{id}/retry", (string id, HttpContext context, Settle settle) => settle.RetryAsync(id, context));
        api.MapPost("/rejections/{id}/discard", (string id, HttpContext context, Settle settle) => settle.DiscardAsync(id, context));
    }

    /// <summary>Has a request with a query refused, naming what is in it.</summary>
    public static TBuilder RefuseUnknownParameters<TBuilder>(this TBuilder endpoints)
        where TBuilder : IEndpointConventionBuilder => endpoints.AddEndpointFilter<TBuilder, UnknownParameters>();

    private sealed class UnknownParameters : IEndpointFilter
    {
        public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
        {
            var unknown = context.HttpContext.Request.Query.Keys
                .Select(name => new Reason(name, "unknown parameter: this path takes none")).ToList();
            return unknown.Count == 0 ? next(context)
                : ValueTask.FromResult<object?>(
                    Problem.Of(StatusCodes.Status400BadRequest, "unknown parameters", unknown));
        }
    }
}
