namespace CallerAuth.Ciba;

/// <summary>How we learn that the person has answered (CIBA Core §5).</summary>
internal enum TokenDelivery
{
    /// <summary>We ask until there is an answer.</summary>
    Poll,

    /// <summary>The provider tells us when to ask. We ask now and then as well, as a notification may be lost.</summary>
    Ping,
}
