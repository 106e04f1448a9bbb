namespace CallerAuth.Ciba;

/// <summary>A number from 0 to 1, for spreading what would otherwise happen at once. Tests choose what it shows.</summary>
internal delegate double Dice();
