using System.Globalization;
using System.Net.Mime;
using System.Text;
using CallerAuth.Agents.Console;
using CallerAuth.Agents.Requests;
using CallerAuth.Calls;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace CallerAuth.Agents.Statistics;

/// <summary>The door to what was counted. Who may look is told by a <see cref="TodayViewerOf"/>, which the console's sign-in registers.</summary>
internal static class StatisticsSetup
{
    public static IServiceCollection AddStatistics(this IServiceCollection services)
    {
        services.AddOptions<StatisticsOptions>().BindConfiguration(StatisticsOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<StatisticsOptions>, StatisticsOptionsValidator>();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<FigureBook>();
        services.AddSingleton<FigureTally>();
        services.AddSingleton<TodayFigures>();
        services.AddSingleton<CallCounter>();
        services.AddSingleton<ICallListener>(provider => provider.GetRequiredService<CallCounter>());
        services.AddSingleton<IRequestListener>(provider => provider.GetRequiredService<CallCounter>());
        return services;
    }

    /// <param name="routes">Where it is mapped.</param>
    /// <param name="policy">Who may fetch it: the console's agents.</param>
    public static void MapStatistics(this IEndpointRouteBuilder routes, string policy) =>
        routes.MapGet("/agent/today.csv", CsvAsync).RequireAuthorization(policy).ExcludeFromDescription();

    internal static async Task<IResult> CsvAsync(
        string? day, HttpContext context, [FromServices] TodayFigures figures, [FromServices] TodayViewerOf viewerOf, CancellationToken cancellationToken)
    {
        var wanted = figures.DayOf(day);
        var viewer = viewerOf(context);
        context.Response.Headers.CacheControl = "no-store";
        string csv;
        try
        {
            csv = FiguresCsv.Write(await figures.ReadAsync(wanted, viewer.MaySee, cancellationToken), figures.LocalHourAndOffsetOf);
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            return Results.Text(new TodayWords(viewer.Language)[TodayWord.StoreAway], "text/plain; charset=utf-8", statusCode: StatusCodes.Status503ServiceUnavailable);
        }

        return Results.File(Encoding.UTF8.GetBytes(csv), MediaTypeNames.Text.Csv, $"callerauth-{wanted.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}.csv");
    }
}
