using System.Security.Cryptography;
using System.Text;
using CallerAuth.Calls;
using CallerAuth.Fuzz.Targets;
using CallerAuth.Identity;
using CallerAuth.Store;
using CallerAuth.Tests.Calls;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Options;

namespace CallerAuth.Tests.Store;

/// <summary>What the store holds of a person opens for those who were given the secret, under its own name, and for nobody else.</summary>
public class SealerTests
{
    private const string Name = "CA00000000000000000000000000000001";

    private static readonly string One = Secret(1);
    private static readonly string Another = Secret(2);

    private static readonly Call Sealed = Some.Call(new CallState.CollectingNationalId(Tries.None)) with { CallSid = Name, To = "+4721000000-canary" };

    [Fact]
    public void What_one_instance_seals_another_with_the_same_secret_opens() => Assert.Equal(Sealed.To, Open(With(One), Seal(With(One))).To);

    [Fact]
    public void A_box_opens_under_its_own_name_only() =>
        Assert.ThrowsAny<CryptographicException>(() => With(One).Open(Seal(With(One)), CallJson.Default.Call, Name[..^1] + "2"));

    [Fact]
    public void A_box_opens_with_its_own_key_only() => Assert.ThrowsAny<CryptographicException>(() => Open(With(Another), Seal(With(One))));

    [Fact]
    public void No_bit_of_a_box_can_be_changed()
    {
        var sealer = With(One);
        var box = Seal(sealer);

        Assert.All(Enumerable.Range(0, box.Length), place =>
        {
            var changed = box.ToArray();
            changed[place] ^= 1;
            Assert.ThrowsAny<CryptographicException>(() => Open(sealer, changed));
        });
    }

    [Fact]
    public void The_same_call_is_never_the_same_box_and_a_box_tells_nothing()
    {
        var sealer = With(One);
        var (first, second) = (Seal(sealer), Seal(sealer));

        Assert.NotEqual(first, second);
        foreach (var text in new[] { Encoding.Latin1.GetString(first), Encoding.Unicode.GetString(first), Convert.ToBase64String(first) })
            Assert.DoesNotContain("canary", text, StringComparison.OrdinalIgnoreCase);
        Assert.True(first.AsSpan().IndexOf(Convert.FromBase64String(One)) < 0);
    }

    [Fact]
    public void What_the_hand_written_seal_of_older_versions_made_is_not_ours()
    {
        byte[] old = [1, .. RandomNumberGenerator.GetBytes(100)];

        Assert.ThrowsAny<CryptographicException>(() => Open(With(One), old));
        Assert.ThrowsAny<CryptographicException>(() => Open(With(One), []));
    }

    [Fact]
    public void After_a_change_of_the_secret_what_was_sealed_before_still_opens_and_new_boxes_need_the_new_one()
    {
        var (before, between, after) = (With(One), With(Another, One), With(Another));

        Assert.Equal(Sealed.To, Open(between, Seal(before)).To);
        Assert.Equal(Sealed.To, Open(after, Seal(between)).To);
        Assert.ThrowsAny<CryptographicException>(() => Open(before, Seal(between)));
    }

    [Fact]
    public void While_the_change_is_rolled_out_old_and_new_instances_open_each_others_boxes()
    {
        var (prepared, changed) = (With(One, Another), With(Another, One));

        Assert.Equal(Sealed.To, Open(prepared, Seal(changed)).To);
        Assert.Equal(Sealed.To, Open(changed, Seal(prepared)).To);
    }

    [Fact]
    public async Task The_ring_has_a_key_for_each_secret_that_never_ends_is_kept_nowhere_and_warns_of_nothing()
    {
        var log = new FakeLogCollector(Options.Create(new FakeLogCollectorOptions()));
        var services = new ServiceCollection()
            .AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(new FakeLoggerProvider(log)))
            .AddSingleton(Options.Create(Privacy(One, Another, One)))
            .AddSealer()
            .BuildServiceProvider();
        foreach (var hosted in services.GetServices<IHostedService>())
            await hosted.StartAsync(TestContext.Current.CancellationToken);
        Seal(services.GetRequiredService<Sealer>());

        var ring = services.GetRequiredService<IKeyManager>().GetAllKeys();

        Assert.Equal(2, ring.Count);
        Assert.All(ring, key => Assert.Equal(9999, key.ExpirationDate.Year));
        Assert.Throws<NotSupportedException>(() => services.GetRequiredService<IKeyManager>().CreateNewKey(DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue));
        Assert.DoesNotContain(log.GetSnapshot(), line => line.Level >= LogLevel.Warning && !line.Message.Contains("No XML encryptor", StringComparison.Ordinal));
        Assert.DoesNotContain(log.GetSnapshot(), line => line.Message.Contains(One, StringComparison.Ordinal));
    }

    private static Sealer With(string secret, params string[] others) => SealedTarget.SealerWith(Privacy(secret, others));

    private static PrivacyOptions Privacy(string secret, params string[] others) => new() { NationalIdHashKey = secret, OtherNationalIdHashKeys = others };

    private static string Secret(byte first) => Convert.ToBase64String([first, .. new byte[31]]);

    private static byte[] Seal(Sealer sealer) => sealer.Seal(Sealed, CallJson.Default.Call, Name);

    private static Call Open(Sealer sealer, byte[] box) => sealer.Open(box, CallJson.Default.Call, Name);
}
