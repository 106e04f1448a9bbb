using System.Text.Json.Nodes;
using CallerAuth.Simulator.Faults;

namespace CallerAuth.Simulator.Provider;

/// <summary>The provider's four doors, with Idura's paths below the issuer.</summary>
internal static class ProviderEndpoints
{
    /// <summary>The issuer is the host with this path, so the simulator can have other rooms beside it.</summary>
    public const string PathBase = "/idura";

    private const string CibaGrant = "urn:openid:params:grant-type:ciba";

    public static void MapOpenIdProvider(this IEndpointRouteBuilder routes, OpenIdProvider provider)
    {
        var group = routes.MapGroup(PathBase);
        group.MapGet("/.well-known/openid-configuration", context => WithFaultsAsync(context, provider, provider.Faults.Metadata, DiscoverAsync));
        group.MapGet("/.well-known/jwks", context => WithFaultsAsync(context, provider, provider.Faults.Metadata, ShowKeysAsync));
        group.MapPost("/ciba/bc-authorize", context => WithFaultsAsync(context, provider, provider.Faults.Start, StartAsync));
        group.MapPost("/oauth2/token", context => WithFaultsAsync(context, provider, provider.Faults.Token, PollAsync));
    }

    private static async Task WithFaultsAsync(HttpContext context, OpenIdProvider provider, FaultQueue faults, Func<HttpContext, OpenIdProvider, Task> answerAsync)
    {
        // Idura: Prefer: return-trace-id is answered with Trace-Id, which support asks for.
        if (context.Request.Headers["Prefer"].ToString().Contains("return-trace-id", StringComparison.Ordinal))
            context.Response.Headers["Trace-Id"] = Guid.NewGuid().ToString("N");
        try
        {
            var fault = faults.Next();
            if (fault is not null && await fault.PlayAsync(context, provider.Time, context.RequestAborted))
                return;
            if (fault is Fault.LoseAnswer)
                await LoseAnswerAsync(context, provider, answerAsync);
            else
                await answerAsync(context, provider);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client did not wait for the answer; there is nobody left to tell.
        }
    }

    private static async Task LoseAnswerAsync(HttpContext context, OpenIdProvider provider, Func<HttpContext, OpenIdProvider, Task> answerAsync)
    {
        var body = context.Response.Body;
        context.Items[typeof(Fault.LoseAnswer)] = true;
        context.Response.Body = Stream.Null;
        await answerAsync(context, provider);
        context.Response.Body = body;
        context.Abort();
    }

    private static bool IsLost(HttpContext context) => context.RequestAborted.IsCancellationRequested || context.Items.ContainsKey(typeof(Fault.LoseAnswer));

    private static Task DiscoverAsync(HttpContext context, OpenIdProvider provider)
    {
        var issuer = Issuer(context);
        return context.Response.WriteAsJsonAsync(
            new JsonObject
            {
                ["issuer"] = issuer,
                ["jwks_uri"] = $"{issuer}/.well-known/jwks",
                ["authorization_endpoint"] = $"{issuer}/oauth2/authorize",
                ["token_endpoint"] = $"{issuer}/oauth2/token",
                ["backchannel_authentication_endpoint"] = $"{issuer}/ciba/bc-authorize",
                ["backchannel_token_delivery_modes_supported"] = new JsonArray("poll", "ping"),
                ["grant_types_supported"] = new JsonArray("authorization_code", CibaGrant),
                ["token_endpoint_auth_methods_supported"] = new JsonArray("client_secret_basic", "client_secret_post", "private_key_jwt"),
                ["id_token_signing_alg_values_supported"] = new JsonArray("RS256"),
                ["acr_values_supported"] = new JsonArray(StartRequest.NorwegianBankId, StartRequest.SwedishBankId),
                ["response_types_supported"] = new JsonArray("code"),
                ["subject_types_supported"] = new JsonArray("pairwise"),
                ["scopes_supported"] = new JsonArray("openid", "ssn"),
            },
            context.RequestAborted);
    }

    private static Task ShowKeysAsync(HttpContext context, OpenIdProvider provider) => context.Response.WriteAsJsonAsync(provider.Tokens.KeySet, context.RequestAborted);

    private static async Task StartAsync(HttpContext context, OpenIdProvider provider)
    {
        if (await AuthenticateAsync(context, provider) is not { } asked)
            return;

        var (request, refusal) = StartRequest.Read(asked.Form, provider.Options.LegacyCallInitiator, pings: asked.Client.NotificationEndpoint is not null);
        if (request is not null && provider.Faults.OfPerson.TryGetValue(request.NationalId, out var own) && own.Start is { } fault && await fault.PlayAsync(context, provider.Time, context.RequestAborted))
            return;
        var (order, error) = request is null ? (null, refusal) : provider.Start(asked.Client, request);
        if (order is null)
        {
            await RefuseAsync(context, error!);
            return;
        }

        order.StartWasLost = IsLost(context);
        var answer = new JsonObject
        {
            ["auth_req_id"] = order.AuthReqId,
            ["expires_in"] = (int)(order.ExpiresAt - provider.Time.GetUtcNow()).TotalSeconds + 1,
        };
        if (provider.Options.IntervalSeconds is { } interval)
            answer["interval"] = interval;
        if (order.Words is { } words && !provider.Faults.NoBindingMessage)
            answer["bindingMessage"] = words;
        await WriteAsync(context, answer);
    }

    private static async Task PollAsync(HttpContext context, OpenIdProvider provider)
    {
        if (await AuthenticateAsync(context, provider) is not { } asked)
            return;
        if (asked.Form["grant_type"] != CibaGrant)
        {
            await RefuseAsync(context, ProtocolError.AtPoll("unsupported_grant_type", "only CIBA is played here"));
            return;
        }

        var order = provider.BeginPoll(asked.Client.ClientId, asked.Form["auth_req_id"].ToString(), out var tooEarly);
        if (order is null)
        {
            await RefuseAsync(context, ProtocolError.AtPoll("invalid_grant", "auth_req_id is not known"));
            return;
        }

        try
        {
            if (provider.AnswerPoll(order, tooEarly) is { } error)
            {
                await RefuseAsync(context, error);
                return;
            }

            var person = provider.Faults.WrongPerson ?? order.Person;
            await WriteAsync(context, new JsonObject
            {
                ["token_type"] = "Bearer",
                // A string, as in Idura's own sample; access_token is an opaque GUID there too.
                ["expires_in"] = "120",
                ["id_token"] = provider.Tokens.Issue(Issuer(context), order, person, provider.Options.GivesSocialno, provider.Time.GetUtcNow(), provider.Faults.SignedByStranger),
                ["access_token"] = Guid.NewGuid().ToString(),
            });
        }
        finally
        {
            provider.EndPoll(order, IsLost(context));
        }
    }

    private static async Task<(RegisteredClient Client, IFormCollection Form)?> AuthenticateAsync(HttpContext context, OpenIdProvider provider)
    {
        if (!context.Request.HasFormContentType)
        {
            await RefuseAsync(context, ProtocolError.InvalidRequest("the body must be application/x-www-form-urlencoded"));
            return null;
        }

        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var (client, error) = await provider.Clients.AuthenticateAsync(context.Request, form, Issuer(context));
        if (client is not null)
            return (client, form);
        await RefuseAsync(context, error!);
        return null;
    }

    private static string Issuer(HttpContext context) => $"{context.Request.Scheme}://{context.Request.Host}{PathBase}";

    private static Task RefuseAsync(HttpContext context, ProtocolError error)
    {
        context.Response.StatusCode = error.Status;
        return WriteAsync(context, new JsonObject { ["error"] = error.Error, ["error_description"] = error.Description });
    }

    private static Task WriteAsync(HttpContext context, JsonObject answer)
    {
        // RFC 6749 5.1: answers that hold tokens are not kept.
        context.Response.Headers.CacheControl = "no-store";
        return context.Response.WriteAsJsonAsync(answer, context.RequestAborted);
    }
}
