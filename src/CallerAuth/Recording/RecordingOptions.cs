namespace CallerAuth.Recording;

/// <summary>Whether calls are written down, without who called, to be played again as tests (docs/replay.md).</summary>
internal sealed class RecordingOptions
{
    public const string Section = "Recording";

    /// <summary>A file for each call is written there; empty writes none.</summary>
    public string Directory { get; set; } = "";

    /// <summary>Somebody has decided that calls of real people may be recorded, as far as a recording tells anything of them.</summary>
    public bool InProduction { get; set; }

    public bool IsOn => Directory.Length > 0;
}
