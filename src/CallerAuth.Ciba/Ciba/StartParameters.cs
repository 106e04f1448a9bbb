using CallerAuth.Identity;

namespace CallerAuth.Ciba;

/// <summary>The form of bc-authorize (CIBA Core §7.1): one hint, what the eID wants beside it, and nothing that it forbids.</summary>
internal static class StartParameters
{
    private const int UsualLength = 512;

    public static Form For(EId eid, NationalId nationalId, CallInitiator initiator, string? bindingMessage)
    {
        if (nationalId.Kind != eid.NationalIdKind)
            throw new ArgumentException($"{eid.Name} takes a {eid.NationalIdKind}, not a {nationalId.Kind}.", nameof(nationalId));
        if (eid.InboundOnly && initiator != CallInitiator.User)
            throw new ArgumentException($"{eid.Name} is for inbound calls only.", nameof(initiator));
        if (BindingMessage.FaultIn(eid, bindingMessage) is { } fault)
            throw new ArgumentException($"{fault}.", nameof(bindingMessage));

        var form = new Form(UsualLength)
            .Add("scope", eid.Scope)
            .Add("acr_values", eid.AcrValues)
            .Add("login_hint", eid.LoginHint.Replace(EId.NationalIdPlaceholder, nationalId.Reveal(), StringComparison.Ordinal));

        if (eid.BindingMessage != BindingMessageUse.Forbidden && !string.IsNullOrWhiteSpace(bindingMessage))
            form.Add("binding_message", bindingMessage);

        AddCallInitiator(form, eid, initiator == CallInitiator.User ? "user" : "RP");
        return form;
    }

    private static void AddCallInitiator(Form form, EId eid, string initiator)
    {
        var tellsInitiator = eid.AuthorizationDetails.Contains(EId.CallInitiatorPlaceholder, StringComparison.Ordinal);
        if (!eid.LegacyCallInitiator && eid.AuthorizationDetails.Length > 0)
            form.Add("authorization_details", eid.AuthorizationDetails.Replace(EId.CallInitiatorPlaceholder, initiator, StringComparison.Ordinal));
        else if (eid.LegacyCallInitiator && (tellsInitiator || eid.AuthorizationDetails.Length == 0))
            form.Add("callInitiator", initiator);
    }
}
