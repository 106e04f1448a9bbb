namespace CallerAuth.Agents.Board;

/// <summary>How sure the eID is of a person (eIDAS, article 8), where the provider says it.</summary>
internal enum AssuranceLevel
{
    Unstated,
    Substantial,
    High,
}
