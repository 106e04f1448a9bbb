namespace Twilio.TwiML;

/// <summary>A TwiML element whose chained calls keep its own type, as each class of the official package declares by hand.</summary>
public abstract class Verb<TSelf> : TwiML
    where TSelf : Verb<TSelf>
{
    private protected Verb(string tagName)
        : base(tagName)
    {
    }

    public new TSelf Append(TwiML childElem)
    {
        base.Append(childElem);
        return (TSelf)this;
    }

    public new TSelf SetOption(string key, object value)
    {
        base.SetOption(key, value);
        return (TSelf)this;
    }

    private protected override void WriteAttributes(VerbAttributes attributes)
    {
        // Most nouns have none.
    }
}
