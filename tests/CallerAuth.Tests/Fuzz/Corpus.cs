using System.Globalization;
using CallerAuth.Fuzz;
using CallerAuth.Tests.Contracts;
using CsCheck;

namespace CallerAuth.Tests.Fuzz;

/// <summary>The corpus as a source of inputs: what it holds, changed in a few places.</summary>
internal static class Corpus
{
    /// <summary>How long each property is tried, for those who have more time than a test run; null: a fixed number of tries.</summary>
    public static readonly int? Seconds = int.TryParse(Environment.GetEnvironmentVariable("CALLERAUTH_FUZZ_SECONDS"), CultureInfo.InvariantCulture, out var seconds) ? seconds : null;

    private const int MostEdits = 8;

    public static string FolderOf(string target) => Repository.PathOf("tests", "CallerAuth.Fuzz", "Corpus", target);

    /// <summary>Inputs of a target: half of them changed seeds, the others anything.</summary>
    public static Gen<byte[]> Inputs(string target)
    {
        var seeds = Directory.GetFiles(FolderOf(target)).Order(StringComparer.Ordinal).Select(File.ReadAllBytes).ToArray();
        var edits = Gen.Select(Gen.Int[0, int.MaxValue], Gen.Int[0, 4], Gen.Byte).Array[1, MostEdits];
        var changed = Gen.Select(Gen.Int[0, seeds.Length - 1].Select(i => seeds[i]), edits, Changed);
        return Gen.OneOf(changed, Gen.Byte.Array[0, 256], Gen.Char.Array[0, 64].Select(text => (byte[])[0xFF, 0xFE, .. text.SelectMany(BitConverter.GetBytes)]));
    }

    /// <summary>Tries a property often enough for a test run, or for as long as the environment says.</summary>
    public static void Try<T>(this Gen<T> inputs, int times, Action<T> property) =>
        inputs.Sample(property, iter: Seconds is null ? times : -1, time: Seconds ?? -1, threads: 1);

    public static void TryTarget(string target, int times) => Inputs(target).Try(times, Target.Named(target).Run);

    private static byte[] Changed(byte[] seed, (int Place, int Kind, byte Value)[] edits)
    {
        var bytes = new List<byte>(seed);
        foreach (var (place, kind, value) in edits)
        {
            var at = place % (bytes.Count + 1);
            if (kind == 0 || at == bytes.Count)
                bytes.Insert(at, value);
            else if (kind == 1)
                bytes.RemoveAt(at);
            else if (kind == 2)
                bytes[at] = value;
            else if (kind == 3)
                bytes[at] ^= (byte)(1 << (value % 8));
            else
                bytes.InsertRange(at, bytes.GetRange(at, Math.Min(1 + value, bytes.Count - at)));
        }

        return [.. bytes];
    }
}
