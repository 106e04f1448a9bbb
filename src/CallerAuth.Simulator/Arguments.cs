using System.Globalization;
using CallerAuth.Simulator.Load;

namespace CallerAuth.Simulator;

/// <summary>What was asked for on the command line.</summary>
internal sealed record Arguments(bool Plays, bool All, bool Lists, IReadOnlyList<string> Names, double Speed, int Interval, int Port)
{
    /// <summary>Where the call is written to as sound; null when nobody wants to hear it.</summary>
    public string? Wav { get; init; }

    /// <summary>A load run; null for everything else.</summary>
    public LoadArguments? Load { get; init; }

    /// <summary>Recordings to be played again.</summary>
    public IReadOnlyList<string> Replays { get; init; } = [];

    public static Arguments? Parse(IReadOnlyList<string> args)
    {
        if (args is ["replay", ..])
        {
            string[] files = [.. args.Skip(1)];
            return files.Length > 0 && !Array.Exists(files, file => file.StartsWith('-'))
                ? new Arguments(Plays: false, All: false, Lists: false, [], Speed: 10, Interval: 1, Port: 0) { Replays = files }
                : null;
        }

        if (args is ["load", ..])
        {
            return LoadArguments.Parse([.. args.Skip(1)], out _) is { } load
                ? new Arguments(Plays: false, All: false, Lists: false, [], load.Speed, load.Interval, load.Port) { Load = load }
                : null;
        }

        var plays = args is ["call", ..];
        var command = new Arguments(plays, All: false, Lists: false, [], Speed: 10, Interval: plays ? 1 : 3, Port: 0);
        for (var i = plays ? 1 : 0; i < args.Count; i++)
        {
            var number = i + 1 < args.Count && double.TryParse(args[i + 1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) ? value : -1;
            switch (args[i])
            {
                case "--all" when plays:
                    command = command with { All = true };
                    break;
                case "--list" when plays:
                    command = command with { Lists = true };
                    break;
                case "--speed" when number > 0:
                    command = command with { Speed = number };
                    i++;
                    break;
                case "--interval" when number >= 1:
                    command = command with { Interval = (int)number };
                    i++;
                    break;
                case "--port" when number >= 0:
                    command = command with { Port = (int)number };
                    i++;
                    break;
                case "--wav" when plays && i + 1 < args.Count && !args[i + 1].StartsWith('-'):
                    command = command with { Wav = args[++i] };
                    break;
                case var name when plays && !name.StartsWith('-'):
                    command = command with { Names = [.. command.Names, name] };
                    break;
                default:
                    return null;
            }
        }

        return command;
    }
}
