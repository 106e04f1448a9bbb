using System.Globalization;
using CallerAuth.Agents.Board;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;

namespace CallerAuth.Agents.Console;

/// <summary>What one agent may see of the feed, drawn anew when something in it has changed.</summary>
public partial class Board : IDisposable
{
    /// <summary>In one list; nobody reads further, and a browser stays quick.</summary>
    private const int MostShown = 250;

    /// <summary>Between two drawings of a busy board. The first change is drawn at once.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(120);

    private readonly CancellationTokenSource _leaving = new();
    private IDisposable? _watching;
    private Agent? _agent;
    private BoardView _board = BoardView.Nothing;
    private IReadOnlyList<CallCard> _opened = [];
    private IReadOnlyList<CallCard> _forQueue = [];
    private IReadOnlyList<CallCard> _verifying = [];
    private IReadOnlyList<CallCard> _arriving = [];
    private IReadOnlyList<CallCard> _onTheWay = [];
    private bool _hasLoaded;
    private string _announcement = "";
    private int _isDrawing;
    private int _hasNews;

    [Parameter] public string? CallSid { get; set; }

    [Parameter] public string Language { get; set; } = "en";

    [Inject] private CallFeed Feed { get; set; } = null!;

    [Inject] private AuthenticationStateProvider SignedIn { get; set; } = null!;

    [Inject] private NavigationManager Navigation { get; set; } = null!;

    [Inject] private TimeProvider Time { get; set; } = null!;

    private ConsoleWords Words => ConsoleWords.For(Language);

    public void Dispose()
    {
        SignedIn.AuthenticationStateChanged -= SignedInChanged;
        _watching?.Dispose();
        _leaving.Cancel();
        _leaving.Dispose();
        GC.SuppressFinalize(this);
    }

    protected override async Task OnInitializedAsync()
    {
        _agent = Agent.From((await SignedIn.GetAuthenticationStateAsync()).User, Time.GetUtcNow());
        SignedIn.AuthenticationStateChanged += SignedInChanged;
        _watching = Feed.Watch(Changed);
        Take(Feed.Now);
    }

    protected override void OnParametersSet() => Take(_board);

    // Called by the feed, which must not wait.
    private void Changed()
    {
        Volatile.Write(ref _hasNews, 1);
        if (Interlocked.Exchange(ref _isDrawing, 1) == 0)
            _ = DrawAsync();
    }

    private async Task DrawAsync()
    {
        try
        {
            while (Interlocked.Exchange(ref _hasNews, 0) == 1)
            {
                var drawn = false;
                await InvokeAsync(() =>
                {
                    if (drawn = Take(Feed.Now))
                        StateHasChanged();
                });
                if (drawn)
                    await Task.Delay(Pause, Time, _leaving.Token);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
        {
            return;
        }

        Volatile.Write(ref _isDrawing, 0);
        if (Volatile.Read(ref _hasNews) == 1)
            Changed();
    }

    /// <returns>Whether anything is to be seen of the difference.</returns>
    private bool Take(BoardView board)
    {
        if (_agent is null)
            return false;
        var mine = board.Cards.Values.Where(card => _agent.MaySee(card.LineKey)).OrderBy(card => card.Rang).ThenBy(card => card.CallSid, StringComparer.Ordinal).ToList();
        bool IsMine(CallCard card) => card.LedTo is { } led && _agent.Addresses.Contains(led, StringComparer.OrdinalIgnoreCase);
        bool IsForQueue(CallCard card) => card.IsForMany && IsMine(card);
        IReadOnlyList<CallCard> opened = [.. mine.Where(card => CallSid is not null ? card.CallSid == CallSid : card.IsAtSoftphone && IsMine(card))];
        // Who of the queue's agents will talk to them is not known yet, so they are listed and named to nobody.
        IReadOnlyList<CallCard> forQueue = [.. mine.Where(IsForQueue)];
        mine.RemoveAll(IsForQueue);
        IReadOnlyList<CallCard> verifying = [.. mine.Where(card => card.Status == CardStatus.Verifying)];
        IReadOnlyList<CallCard> arriving = [.. mine.Where(card => card.Status == CardStatus.NotYet)];
        IReadOnlyList<CallCard> onTheWay = [.. mine.Where(card => card.Status is CardStatus.Verified or CardStatus.Unverified)];
        var hasLoaded = _hasLoaded || board.At != BoardView.Nothing.At;
        var same = hasLoaded == _hasLoaded && board.IsLive == _board.IsLive
            && Same(opened, _opened) && Same(forQueue, _forQueue) && Same(verifying, _verifying) && Same(arriving, _arriving) && Same(onTheWay, _onTheWay);
        if (board.IsLive)
            Announce(opened);
        (_board, _hasLoaded, _opened, _forQueue, _verifying, _arriving, _onTheWay) = (board, hasLoaded, opened, forQueue, verifying, arriving, onTheWay);
        return !same;
    }

    // Each request counts its versions from the start, so two that ended alike differ in their ids alone.
    internal static bool Same(IReadOnlyList<CallCard> some, IReadOnlyList<CallCard> others) =>
        some.Count == others.Count && some.Zip(others).All(pair => pair.First.CallSid == pair.Second.CallSid && pair.First.Version == pair.Second.Version && pair.First.Asked == pair.Second.Asked);

    // Only what the agent has open is read out; the lists move all the time.
    private void Announce(IReadOnlyList<CallCard> opened)
    {
        if (opened.Count == 0 && _opened.Count > 0)
            _announcement = Words[ConsoleWord.CallOver];
        foreach (var card in opened)
        {
            if (_opened.FirstOrDefault(before => before.CallSid == card.CallSid)?.Status != card.Status)
                _announcement = card is { Status: CardStatus.Unverified, Reason: { } reason } ? $"{Words[card.Status]} – {Words[reason]}" : $"{Words[card.Status]} {card.Name}".TrimEnd();
        }
    }

    private void SignedInChanged(Task<AuthenticationState> state) => _ = InvokeAsync(async () =>
    {
        if (Agent.From((await state).User, Time.GetUtcNow()) is not null)
            return;
        _watching?.Dispose();
        (_agent, _opened, _forQueue, _verifying, _arriving, _onTheWay) = (null, [], [], [], [], []);
        StateHasChanged();
        Navigation.Refresh(forceReload: true);
    });

    private static ConsoleWord MeaningOf(CallCard card) => card.Status switch
    {
        CardStatus.Verified => ConsoleWord.VerifiedText,
        CardStatus.Unverified => ConsoleWord.UnverifiedText,
        CardStatus.Verifying => ConsoleWord.VerifyingText,
        _ => ConsoleWord.NotYetText,
    };

    // Until the script has put the browser's own time in its place.
    private static string Clock(DateTimeOffset at) => at.UtcDateTime.ToString("HH:mm 'UTC'", CultureInfo.InvariantCulture);
}
