using CallerAuth.Calls;
using Microsoft.Extensions.Options;

namespace CallerAuth.Recording;

/// <summary>The door of this room, which is shut unless a directory is named: then every call is written there without who called.</summary>
internal static class RecordingSetup
{
    public static IServiceCollection AddRecording(this IServiceCollection services)
    {
        services.AddOptions<RecordingOptions>().BindConfiguration(RecordingOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<RecordingOptions>, RecordingOptionsValidator>();
        services.AddSingleton<PromptTemplates>();
        services.AddSingleton<TwimlRedactor>();
        services.AddSingleton<FormRedactor>();
        services.AddSingleton<CallRecorder>();
        services.AddSingleton<ICallListener>(provider => provider.GetRequiredService<CallRecorder>());
        return services;
    }

    /// <summary>Comes before the endpoints, so that it sees what Twilio is answered.</summary>
    public static void UseRecording(this WebApplication app)
    {
        if (app.Services.GetRequiredService<IOptions<RecordingOptions>>().Value.IsOn)
            app.UseWhen(context => context.Request.Path.StartsWithSegments("/voice", StringComparison.Ordinal) && HttpMethods.IsPost(context.Request.Method), voice => voice.Use(RecordAsync));
    }

    private static async Task RecordAsync(HttpContext context, RequestDelegate next)
    {
        var answer = context.Response.Body;
        using var copy = new MemoryStream();
        context.Response.Body = copy;
        try
        {
            await next(context);
            // Only what was signed: a stranger's request is no part of a call.
            if (context.Response.StatusCode is StatusCodes.Status200OK or StatusCodes.Status204NoContent)
                await context.RequestServices.GetRequiredService<CallRecorder>().AnsweredAsync(context.Request, context.Response.StatusCode, copy.ToArray());
        }
        finally
        {
            context.Response.Body = answer;
            copy.Position = 0;
            await copy.CopyToAsync(answer, context.RequestAborted);
        }
    }
}
