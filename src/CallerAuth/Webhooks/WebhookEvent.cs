namespace CallerAuth.Webhooks;

/// <summary>Something that happened and that the company's systems may want to know. The body is personal data and is kept sealed.</summary>
/// <param name="Id">The <c>webhook-id</c>. Made from what happened, so that what is told twice has the same and can be told apart from news.</param>
/// <param name="Type">For example <c>verification.completed</c>.</param>
/// <param name="Line">The called number.</param>
/// <param name="Body">The JSON that is posted.</param>
internal sealed record WebhookEvent(string Id, string Type, string Line, string Body)
{
    /// <summary>Without the body.</summary>
    public override string ToString() => $"WebhookEvent({Type}, {Id})";
}
