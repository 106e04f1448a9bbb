using CallerAuth.Agents.Access;
using Microsoft.Extensions.Options;

namespace CallerAuth.Agents.Console;

/// <summary>Refuses a sign-in that could not work, or that would let in whom nobody meant.</summary>
internal sealed class SignInOptionsValidator : IValidateOptions<SignInOptions>
{
    /// <summary>An open page looks every quarter of a minute whether its sign-in still holds.</summary>
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(15);

    public ValidateOptionsResult Validate(string? name, SignInOptions options)
    {
        if (!options.IsConfigured)
            return ValidateOptionsResult.Success;
        var faults = new List<string>();
        if (!Uri.TryCreate(options.Authority, UriKind.Absolute, out var url) || url.Scheme is not ("https" or "http"))
            faults.Add("Agents:SignIn:Authority: not an absolute https address.");
        else if (url.Scheme == "http" && !url.IsLoopback)
            faults.Add("Agents:SignIn:Authority: plain http is for loopback addresses alone; use https.");
        if (options.ClientId.Length == 0)
            faults.Add("Agents:SignIn:ClientId: missing. Give the client id of the console at the company's provider.");
        if (options.ClientSecret.Length == 0)
            faults.Add("Agents:SignIn:ClientSecret: missing. Set the environment variable Agents__SignIn__ClientSecret.");
        if (options.NameClaim.Length == 0)
            faults.Add("Agents:SignIn:NameClaim: missing. Give the claim that holds an agent's name, for example name.");
        if (options.RequiredClaim.Length == 0)
            faults.Add("Agents:SignIn:RequiredClaim: missing. Say who is an agent, for example roles with Agents:SignIn:RequiredValue agent; sub lets everybody in whom the provider signs in.");
        if (options.AskAgainAfter < Shortest || options.AskAgainAfter > Agent.Longest)
            faults.Add($"Agents:SignIn:AskAgainAfter: use {Shortest} to {Agent.Longest}; 01:00:00 unless there is a reason.");
        if (AllLines.FaultIn(SignInOptions.Section, options.LinesClaim, options.AllLinesValue) is { } fault)
            faults.Add(fault);
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}
