namespace CallerAuth.Voice;

/// <summary>Which addresses of ours a number must call.</summary>
internal sealed class NumberPlan(IConfiguration configuration)
{
    private const string Post = "POST";

    /// <summary>As it is set; not checked, because an operator's command may run before everything is.</summary>
    public string PublicBaseUrl { get; } = configuration["PublicBaseUrl"] ?? "";

    public NumberUrls Urls(string? baseUrl = null, string fallback = "")
    {
        var address = (baseUrl ?? PublicBaseUrl).TrimEnd('/');
        return new NumberUrls($"{address}/voice/incoming", Post, fallback, $"{address}/voice/status", Post);
    }

    /// <summary>What is otherwise than it should be. A fallback may be anywhere but here.</summary>
    public IEnumerable<(string What, string Is, string ShouldBe)> Differences(NumberUrls now, NumberUrls? wanted = null)
    {
        var plan = wanted ?? Urls();
        (string What, string Is, string ShouldBe)[] all =
        [
            ("voice URL", now.Voice, plan.Voice), ("voice method", now.VoiceMethod, plan.VoiceMethod), ("status callback", now.Status, plan.Status),
            ("status method", now.StatusMethod, plan.StatusMethod), ("fallback", now.Fallback, plan.Fallback.Length > 0 ? plan.Fallback : now.Fallback),
        ];
        return all.Where(one => one.Is != one.ShouldBe);
    }
}
