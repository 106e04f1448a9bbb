using CallerAuth.Lines;

namespace CallerAuth.Calls;

/// <summary>A line's own words for the app of an eID that shows some, in the line's first language. The voice, which keeps all words, gives them.</summary>
internal delegate string LineBindingMessage(Line line);
