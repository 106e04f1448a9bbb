using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using CallerAuth.Calls;
using CallerAuth.Identity;
using CallerAuth.Store;
using CallerAuth.Verification;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CallerAuth.Fuzz.Targets;

/// <summary>Records as they come from the store: the input as a box, as a change to a good box, and as what another version of the service may have sealed.</summary>
internal static class SealedTarget
{
    private const string Name = "CA00000000000000000000000000000001";

    private static readonly Sealer Sealer = SealerWith(new PrivacyOptions { NationalIdHashKey = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)) });

    public static Sealer SealerWith(PrivacyOptions privacy) =>
        new ServiceCollection().AddLogging().AddSingleton(Options.Create(privacy)).AddSealer().BuildServiceProvider().GetRequiredService<Sealer>();

    public static void Run(byte[] input)
    {
        Refuses(input, Name, "a box that nobody sealed was opened");
        var box = Sealer.Seal(new StoredOutcome { Kind = "declined" }, VerificationJson.Default.StoredOutcome, Name);
        if (input.Length >= 2)
            CheckChange(box, ((input[0] << 8) | input[1]) % (8 * box.Length));
        CheckShape(input, CallJson.Default.Call);
        CheckShape(input, VerificationJson.Default.StoredOutcome);
        CheckRow(input);
    }

    /// <summary>One bit of a good box turned over, the box cut there, or its name changed: nothing of it opens.</summary>
    public static void CheckChange(byte[] box, int bit)
    {
        Finding.Unless(Sealer.Open(box, VerificationJson.Default.StoredOutcome, Name).Kind == "declined", "a good box does not open");
        var turned = box.ToArray();
        turned[bit / 8] ^= (byte)(1 << (bit % 8));
        Refuses(turned, Name, "a box with a bit turned over was opened");
        Refuses(box[..(bit / 8)], Name, "a box cut short was opened");
        Refuses([.. box, (byte)bit], Name, "a box with something added was opened");
        Refuses(box, Name + (char)bit, "a box was opened under another name");
    }

    public static byte[] Box() => Sealer.Seal(new StoredOutcome { Kind = "declined" }, VerificationJson.Default.StoredOutcome, Name);

    private static void CheckShape<T>(byte[] plain, JsonTypeInfo<T> type)
    {
        if (!IsJson(plain, out var json))
            return;
        try
        {
            var value = Sealer.Open(Sealer.Seal(json, (JsonTypeInfo<JsonElement>)JsonSerializerOptions.Default.GetTypeInfo(typeof(JsonElement)), Name), type, Name);
            if (value is StoredOutcome outcome)
                Finding.Unless(outcome.ToOutcome() is not VerificationOutcome.Verified || (outcome.Kind == "verified" && outcome.Identity is not null), "an outcome of another kind was read as verified");
        }
        catch (JsonException)
        {
            // Its documented way to say that another version wrote it.
        }
    }

    private static void CheckRow(byte[] row)
    {
        try
        {
            var record = VerificationRow.Read(row);
            Finding.Unless(VerificationRow.Read(VerificationRow.Write(record)) == record, "a record that was read is not read again as it was");
        }
        catch (FormatException)
        {
            // Its documented way to say that another version wrote it.
        }
    }

    private static bool IsJson(byte[] plain, out JsonElement json)
    {
        json = default;
        try
        {
            using var document = JsonDocument.Parse(plain);
            json = document.RootElement.Clone();
            _ = json.GetRawText();
            return true;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    private static void Refuses(byte[] box, string name, string promise)
    {
        try
        {
            Sealer.Open(box, VerificationJson.Default.StoredOutcome, name);
        }
        catch (CryptographicException)
        {
            return;
        }

        throw new Finding(promise);
    }
}
