using Microsoft.AspNetCore.Http;

namespace Gatehouse.Hosting;

/// <summary>An answer that can be given to several requests, at the same time too: nothing of it belongs to one of them.</summary>
public interface IRepeatable : IResult;
