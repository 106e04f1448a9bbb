using System.Buffers;
using CallerAuth.Identity;

namespace CallerAuth.Ciba;

/// <summary>
/// The client notification endpoint of ping mode (CIBA Core §10.2). Who has no token of ours is sent away before a byte of the body is read;
/// who has one learns nothing more, neither whether a verification runs nor how it ended.
/// </summary>
internal static class NotificationEndpoint
{
    public const string Path = "/ciba/notification";

    private const string Scheme = "Bearer ";
    private const int MaxLength = 4096;

    public static async Task<IResult> NotifyAsync(HttpContext context, NotificationTokens tokens, INotified notified, CancellationToken cancellationToken)
    {
        if (TokenOf(context.Request) is not { } token || !tokens.TryRead(token, out var verificationId))
        {
            context.Response.Headers.WWWAuthenticate = "Bearer";
            return Results.StatusCode(StatusCodes.Status401Unauthorized);
        }

        if (!context.Request.HasJsonContentType()
            || await ReadAsync(context.Request, cancellationToken) is not { } body
            || StrictJson.Object(body) is not { } notification
            || !AuthReqId.TryParse(StrictJson.TextOf(notification, "auth_req_id"), out var authReqId))
            return Results.StatusCode(StatusCodes.Status400BadRequest);

        await notified.NotifiedAsync(verificationId, authReqId, cancellationToken);
        return Results.NoContent();
    }

    // RFC 6750 §2.1; the scheme's name is read without regard to case (RFC 9110 §11.1).
    private static string? TokenOf(HttpRequest request) =>
        request.Headers.Authorization is [{ } header] && header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? header[Scheme.Length..].Trim() : null;

    /// <returns>Null where there is more than a notification can hold.</returns>
    private static async Task<ReadOnlyMemory<byte>?> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentLength > MaxLength)
            return null;

        var read = await request.BodyReader.ReadAtLeastAsync(MaxLength + 1, cancellationToken);
        ReadOnlyMemory<byte>? body = read.Buffer.Length > MaxLength ? null : read.Buffer.ToArray();
        request.BodyReader.AdvanceTo(read.Buffer.End);
        return body;
    }
}
