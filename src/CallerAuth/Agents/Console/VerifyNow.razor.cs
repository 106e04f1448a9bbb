using CallerAuth.Agents.Requests;
using CallerAuth.Ciba;
using CallerAuth.Lines;
using CallerAuth.Verification;
using Microsoft.AspNetCore.Components;
using StackExchange.Redis;

namespace CallerAuth.Agents.Console;

/// <summary>Follows the verification that was asked for last about a call, on whichever instance it runs.</summary>
public partial class VerifyNow : IDisposable
{
    private static readonly (int Step, ConsoleWord Word)[] Steps = [(1, ConsoleWord.StepOpen), (2, ConsoleWord.StepConfirm), (3, ConsoleWord.StepIdentify)];

    private CancellationTokenSource _leaving = new();
    private RequestedVerification? _request;
    private string? _followed;

    [Parameter] public string CallSid { get; set; } = "";

    /// <summary>The number that was called.</summary>
    [Parameter] public string Line { get; set; } = "";

    /// <summary>The company placed the call, so some eIDs cannot be asked for.</summary>
    [Parameter] public bool WeCalled { get; set; }

    /// <summary>Id of the verification that was asked for last; null for none.</summary>
    [Parameter] public string? Asked { get; set; }

    /// <summary>The caller is verified already, so the form is folded away.</summary>
    [Parameter] public bool IsQuiet { get; set; }

    [Parameter] public string Language { get; set; } = "en";

    [Inject] private VerificationDesk Desk { get; set; } = null!;

    [Inject] private LineDirectory Lines { get; set; } = null!;

    private ConsoleWords Words => ConsoleWords.For(Language);

    private IReadOnlyList<EId> EIds => Lines.Find(Line, WeCalled ? CallInitiator.RelyingParty : CallInitiator.User)?.EIds ?? [];

    private IReadOnlyList<EId> NotOffered => [.. (Lines.Find(Line)?.EIds ?? []).Except(EIds)];

    // Not yet read counts as running: a form would invite a second request.
    private bool IsRunning => Asked is not null && _request is not { HasEnded: true };

    public void Dispose()
    {
        _leaving.Cancel();
        _leaving.Dispose();
        GC.SuppressFinalize(this);
    }

    protected override void OnParametersSet()
    {
        if (Asked == _followed)
            return;
        _followed = Asked;
        _request = null;
        _leaving.Cancel();
        _leaving.Dispose();
        _leaving = new CancellationTokenSource();
        if (VerificationId.TryParse(Asked ?? "", out var id))
            _ = FollowAsync(id, _leaving.Token);
    }

    private async Task FollowAsync(VerificationId id, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var request in Desk.FollowAsync(id, cancellationToken))
            {
                await InvokeAsync(() =>
                {
                    _request = request;
                    StateHasChanged();
                });
            }
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException or RedisException or TimeoutException)
        {
            // Left, or the store is away: the board says so, and its next card brings the outcome.
        }
    }

    private async Task CancelAsync()
    {
        try
        {
            if (VerificationId.TryParse(Asked ?? "", out var id))
                await Desk.CancelAsync(id, CancellationToken.None);
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            // The board says that the store is away; it runs out by itself.
        }
    }

    private static string NameOf(EId eid) => eid.SpokenName + (eid.NationalIdKind == Identity.NationalIdKind.Fodselsnummer ? " (NO)" : " (SE)");

    private static int StepOf(RequestState.Pending pending) => pending.Step switch
    {
        PendingStep.AskedWhetherExpected => 2,
        PendingStep.Identifying => 3,
        _ => 1,
    };
}
