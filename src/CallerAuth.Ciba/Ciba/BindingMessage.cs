namespace CallerAuth.Ciba;

/// <summary>What an eID says of <c>binding_message</c> (CIBA Core §7.1), the text its app shows beside the question.</summary>
internal enum BindingMessageUse
{
    /// <summary>Never sent, whatever is configured: Norwegian BankID makes its own.</summary>
    Forbidden,
    Required,
    Optional,
}

/// <summary>The rules of the text itself. CIBA Core §7.1 asks for short and plain; BankID allows intent and safety information only.</summary>
internal static class BindingMessage
{
    public const int MaxLength = 200;

    /// <summary>What is wrong with a message for this eID, in words for whoever configured it; null when it may be sent.</summary>
    public static string? FaultIn(EId eid, string? message)
    {
        if (eid.BindingMessage == BindingMessageUse.Forbidden)
            return null;
        if (string.IsNullOrWhiteSpace(message))
            return eid.BindingMessage == BindingMessageUse.Required ? $"{eid.Name} needs a binding message" : null;
        if (message.Length > MaxLength)
            return $"the binding message has {message.Length} characters; at most {MaxLength} are allowed";
        return message.Any(char.IsControl) ? "the binding message holds control characters" : null;
    }
}
