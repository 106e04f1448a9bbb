using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CallerAuth.Simulator.Provider;
using CallerAuth.Simulator.Telephony;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.IdentityModel.JsonWebTokens;

namespace CallerAuth.Simulator.Wire;

/// <summary>Shows what the service asks of the provider (CIBA) and of Twilio's REST API, with the answers and who it proves to be.</summary>
internal sealed class RequestTap(WireLog log)
{
    public async Task PassAsync(HttpContext context, RequestDelegate next)
    {
        if (!log.IsOn || KindOf(context.Request.Path) is not { } kind)
        {
            await next(context);
            return;
        }

        var form = context.Request.HasFormContentType ? await context.Request.ReadFormAsync(context.RequestAborted) : null;
        var fields = form is null ? [] : form.Select(field => new KeyValuePair<string, string>(field.Key, field.Value.ToString())).ToList();
        var entry = log.Begin(kind, context.Request.Method, context.Request.Path) with
        {
            Name = NameOf(context.Request.Path),
            Asked = [.. fields.Where(field => field.Key != "client_assertion").Select(field => new WireField(field.Key, Mask.Field(field.Key, field.Value)))],
            Order = form?["auth_req_id"].ToString() is { Length: > 0 } order ? order : null,
        };
        log.Update(entry);

        var started = log.Time.GetTimestamp();
        var body = context.Response.Body;
        using var kept = new MemoryStream();
        context.Response.Body = kept;
        var abort = new AbortNote(context.Features.GetRequiredFeature<IHttpRequestLifetimeFeature>());
        context.Features.Set<IHttpRequestLifetimeFeature>(abort);
        try
        {
            await next(context);
        }
        finally
        {
            context.Response.Body = body;
            var isGone = abort.WasAborted || context.RequestAborted.IsCancellationRequested;
            var text = Encoding.UTF8.GetString(kept.GetBuffer(), 0, (int)kept.Length);
            log.Update(entry with
            {
                Status = isGone ? 0 : context.Response.StatusCode,
                Milliseconds = WebhookTap.Rounded(log.Time.GetElapsedTime(started)),
                Outcome = isGone ? "no answer" : OutcomeOf(text),
                Answer = isGone ? "" : Mask.Json(text),
                Order = entry.Order ?? Member(text, "auth_req_id"),
                Check = CheckOf(context, form, context.Response.StatusCode, isGone),
            });
            if (!isGone)
                await body.WriteAsync(kept.GetBuffer().AsMemory(0, (int)kept.Length), context.RequestAborted);
        }
    }

    private static string? KindOf(PathString path) =>
        path.StartsWithSegments(ProviderEndpoints.PathBase, StringComparison.Ordinal) ? "ciba"
        : path.StartsWithSegments(TwilioRestApi.PathBase, StringComparison.Ordinal) ? "rest"
        : null;

    private static string NameOf(PathString path) => path.Value switch
    {
        { } start when start.EndsWith("/bc-authorize", StringComparison.Ordinal) => "start",
        { } token when token.EndsWith("/token", StringComparison.Ordinal) => "poll",
        { } keys when keys.EndsWith("/jwks", StringComparison.Ordinal) => "keys",
        { } document when document.EndsWith("/openid-configuration", StringComparison.Ordinal) => "discovery",
        { } task when task.Contains("/Tasks", StringComparison.Ordinal) => "task",
        { } conference when conference.Contains("/Conferences", StringComparison.Ordinal) => "conference",
        _ => "call",
    };

    private static string OutcomeOf(string text)
    {
        if (Member(text, "error") is { } error)
            return Member(text, "error_description") is { } why ? $"{error}: {why}" : error;
        if (Member(text, "id_token") is not null)
            return "id_token";
        if (Member(text, "auth_req_id") is not null)
            return Member(text, "bindingMessage") is { } words ? $"auth_req_id · {words}" : "auth_req_id";
        return Member(text, "message") ?? Member(text, "status") ?? "";
    }

    private static WireCheck? CheckOf(HttpContext context, IFormCollection? form, int status, bool isGone)
    {
        if (context.Request.Headers.Authorization.ToString().StartsWith("Basic ", StringComparison.Ordinal))
            return new WireCheck(status != StatusCodes.Status401Unauthorized, status == StatusCodes.Status401Unauthorized ? "Basic: not the account's" : "Basic: the account's credentials", []);
        if (form?["client_assertion"].ToString() is not { Length: > 0 } assertion || isGone || status >= 500)
            return null;
        if (!new JsonWebTokenHandler().CanReadToken(assertion))
            return new WireCheck(false, "client_assertion is not a JWT", []);
        var token = new JsonWebToken(assertion);
        var isTaken = status != StatusCodes.Status401Unauthorized;
        return new WireCheck(
            isTaken,
            isTaken ? $"client_assertion {token.Alg}, signature and jti accepted" : "client_assertion refused",
            [
                new("alg", token.Alg),
                new("kid", token.Kid),
                new("iss", token.Issuer),
                new("aud", string.Join(' ', token.Audiences)),
                new("jti", token.Id),
                new("lives", string.Create(CultureInfo.InvariantCulture, $"{(token.ValidTo - token.IssuedAt).TotalSeconds:0} s")),
            ]);
    }

    private static string? Member(string json, string name)
    {
        try
        {
            return json.StartsWith('{') ? JsonNode.Parse(json)?[name]?.ToString() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
