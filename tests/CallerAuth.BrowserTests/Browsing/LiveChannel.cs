using Microsoft.Playwright;

namespace CallerAuth.BrowserTests.Browsing;

/// <summary>A page's live channel alone, to be cut while ordinary requests still pass: as a proxy does that ends WebSockets.</summary>
internal sealed class LiveChannel : IAsyncDisposable
{
    private const string Requests = "**/_blazor*/**";

    private readonly IPage _page;
    private readonly List<IWebSocketRoute> _open = [];
    private volatile bool _isCut;

    private LiveChannel(IPage page) => _page = page;

    /// <summary>Must be asked for before the page is loaded.</summary>
    public static async Task<LiveChannel> OfAsync(IPage page)
    {
        var channel = new LiveChannel(page);
        await page.RouteWebSocketAsync(url => url.Contains("/_blazor", StringComparison.Ordinal), socket =>
        {
            if (channel._isCut)
            {
                _ = socket.CloseAsync();
                return;
            }

            socket.ConnectToServer();
            lock (channel._open)
                channel._open.Add(socket);
        });
        await page.RouteAsync(Requests, request => channel._isCut ? request.AbortAsync() : request.ContinueAsync());
        return channel;
    }

    public async Task CutAsync()
    {
        _isCut = true;
        IWebSocketRoute[] open;
        lock (_open)
        {
            open = [.. _open];
            _open.Clear();
        }

        foreach (var socket in open)
            await socket.CloseAsync();
    }

    public void Mend() => _isCut = false;

    public async ValueTask DisposeAsync() => await _page.UnrouteAllAsync(new() { Behavior = UnrouteBehavior.IgnoreErrors });
}
