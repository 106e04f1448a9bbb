using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;

namespace CallerAuth.Agents.Console;

/// <summary>Who is signed in on a page that stays open: asked again, because a page may outlive its sign-in.</summary>
internal sealed class AgentState(ILoggerFactory loggers, Sessions sessions, TimeProvider time) : RevalidatingServerAuthenticationStateProvider(loggers)
{
    protected override TimeSpan RevalidationInterval => TimeSpan.FromSeconds(15);

    protected override async Task<bool> ValidateAuthenticationStateAsync(AuthenticationState authenticationState, CancellationToken cancellationToken) =>
        Agent.From(authenticationState.User, time.GetUtcNow()) is { } agent && !await sessions.IsSignedOutAsync(agent);
}
