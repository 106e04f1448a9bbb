namespace CallerAuth.Simulator.Telephony;

/// <summary>What the person on the line can notice.</summary>
internal enum MomentKind
{
    /// <summary>A question begins: keys are taken from here on.</summary>
    QuestionBegins,

    /// <summary>A question has been asked to its end and the service waits for keys.</summary>
    QuestionAsked,

    /// <summary>Keys are not heard any more.</summary>
    QuestionOver,

    /// <summary>A sentence was heard to its end.</summary>
    Said,

    /// <summary>Sound begins.</summary>
    Music,

    /// <summary>Somebody answers and the two can talk.</summary>
    WithAgent,

    /// <summary>The line is dead.</summary>
    Ended,
}

/// <summary>One thing noticed on the line. A question carries all that was said in it, and how many keys it takes; a conference, who else is there.</summary>
internal sealed record Moment(MomentKind Kind, string Text = "", string Language = "", int? NumDigits = null, PhoneCall? Other = null);
