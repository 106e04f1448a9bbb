using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using CallerAuth.Agents.Requests;
using CallerAuth.Calls;
using CallerAuth.Ciba;
using CallerAuth.Identity;
using CallerAuth.Tests.Calls;
using CallerAuth.Tests.Identity;
using CallerAuth.Verification;
using CallerAuth.Verification.Polling;
using static CallerAuth.Calls.CallState;

namespace CallerAuth.Tests.Conventions;

/// <summary>A record prints its members, and a log line prints what it is given: whatever holds personal data masks it, also when something else holds it in turn.</summary>
public class PersonalDataTests
{
    private const string Words = "Frekk Julekos";
    private const string AuthReqIdText = "3857f8ff-21b9-48ae-a732-a3bd8128a7ae";

    /// <summary>Members of records that are personal, or stand for a person, when they are plain text.</summary>
    private static readonly string[] Personal =
        ["Words", "AuthReqId", "NationalId", "NationalIdHash", "BirthDateHash", "Subject", "Claims", "Digits", "IdToken", "AccessToken", "Body"];

    private static readonly StoredIdentity Stored = Some.IdentityWith(("name", "Kari Nordmann"), ("socialno", The.NorwegianDigits));

    private static readonly VerificationRecord Record = new()
    {
        EId = "no-bankid",
        AuthReqId = AuthReqIdText,
        NationalIdHash = The.Hasher.Hash(The.Norwegian()).Value,
        BirthDateHash = The.Hasher.HashBirthDate(The.Norwegian())!.Value,
        Waiter = "call:" + Some.CallSid,
    };

    private static readonly Dictionary<string, object> All = new(StringComparer.Ordinal)
    {
        ["a call that waits"] = Some.Call(new AwaitingApproval(Some.Id, Words, default, Some.Now)),
        ["a verified call"] = Some.Call(new Verified(Some.Id, Stored, Handoff.First)),
        ["a transition"] = new Transition(Some.Call(new AwaitingApproval(Some.Id, Words, default, Some.Now)), Some.Call(new Verified(Some.Id, Stored, Handoff.First)), new CallEvent.Approved(Some.Id, Stored)),
        ["what a write left"] = new SaveResult(true, Some.Call(new Verified(Some.Id, Stored, Handoff.First))),
        ["the event of a start"] = new CallEvent.VerificationStarted(Some.Id, Words, TimeSpan.FromMinutes(3)),
        ["the event of an approval"] = new CallEvent.Approved(Some.Id, Stored),
        ["a stored identity"] = Stored,
        ["an identity"] = Stored.ToIdentity(),
        ["an outcome"] = new VerificationOutcome.Verified(Stored.ToIdentity()),
        ["a stored outcome"] = StoredOutcome.From(new VerificationOutcome.Verified(Stored.ToIdentity())),
        ["an answer to a poll"] = new PollResult.Approved(Stored.ToIdentity()),
        ["an answer to a start"] = new StartResult.Started(AuthReqId.Parse(AuthReqIdText), default, default, WordPair.Parse(Words), null),
        ["a start"] = new VerificationStart.Running(WordPair.Parse(Words), TimeSpan.FromMinutes(3)),
        ["a request"] = new VerificationRequest(Some.Id, Some.EIds.Get("no-bankid"), The.Norwegian(), CallInitiator.User, null, default, "call:" + Some.CallSid, new Asker(Asker.Ivr, "+4721000000", null)),
        ["a record"] = Record,
        ["an announcement"] = new Announcement("+4721000000", Some.CallSid, Words, default),
        ["a verification handed in"] = new HandedIn.Begun(Some.Id, "no-bankid", AuthReqIdText, [], default, default),
        ["a request at the desk"] = new DeskRequest("+4721000000", "no-bankid", The.NorwegianDigits, CallInitiator.User, null, null, "agent:kari"),
        ["a requested verification that waits"] = Requested(new RequestState.Pending(Words, default, Some.Now)),
        ["a requested verification that ended"] = Requested(new RequestState.Verified(Stored)),
        ["what the desk accepted"] = new DeskAnswer.Accepted(Requested(new RequestState.Verified(Stored))),
        ["a state of words"] = new RequestState.Pending(Words, default, Some.Now),
        ["a national ID"] = The.Norwegian(),
        ["a claimant"] = new Claimant("no-bankid", The.Hasher.Hash(The.Norwegian()), The.Hasher.HashBirthDate(The.Norwegian())),
        ["a word pair"] = WordPair.Parse(Words),
    };

    private static RequestedVerification Requested(RequestState state) => new()
    {
        Id = Some.Id,
        Line = "+4721000000",
        EId = "no-bankid",
        Initiator = CallInitiator.User,
        AskedBy = "agent:kari",
        AskedAt = Some.Now,
        Person = Record.NationalIdHash,
        State = state,
        ChangedAt = Some.Now,
    };

    public static TheoryData<string> Holders => [.. All.Keys];

    [Theory]
    [MemberData(nameof(Holders))]
    public void It_does_not_print_what_it_holds_of_a_person(string holder)
    {
        var printed = All[holder].ToString()!;

        Assert.All(
            ["Frekk", "Julekos", "Kari", The.NorwegianDigits, Stored.Subject, AuthReqIdText, Record.NationalIdHash, Record.BirthDateHash!],
            secret => Assert.DoesNotContain(secret, printed, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_record_with_a_personal_member_prints_itself_in_its_own_way()
    {
        var records = OurTypes.All.Where(type => Printing(type) is not null);

        Assert.Empty(
            from record in records
            from property in record.GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly)
            where Personal.Contains(property.Name, StringComparer.Ordinal) && !IsMasked(property.PropertyType) && !PrintsInItsOwnWay(record)
            select $"{record.Name}.{property.Name}");
    }

    private static MethodInfo? Printing(Type type) =>
        type.GetMethod("PrintMembers", BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.DeclaredOnly, [typeof(StringBuilder)]);

    private static bool IsMasked(Type type) => type.Namespace == typeof(NationalId).Namespace;

    private static bool PrintsInItsOwnWay(Type record) =>
        !record.GetMethod(nameof(ToString), BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly, [])!.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false)
        || !Printing(record)!.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false);
}
