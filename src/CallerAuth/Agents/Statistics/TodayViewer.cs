namespace CallerAuth.Agents.Statistics;

/// <summary>Who looks at the figures: in which language, and at which lines.</summary>
/// <param name="Language">Of the console's languages.</param>
/// <param name="MaySee">By the called number.</param>
internal sealed record TodayViewer(string Language, Func<string, bool> MaySee);

/// <summary>Tells who looks; the console's sign-in knows.</summary>
internal delegate TodayViewer TodayViewerOf(HttpContext context);
