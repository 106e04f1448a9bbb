using System.Reflection;
using System.Text.RegularExpressions;
using Twilio.TwiML;

namespace CallerAuth.Tests.Twilio;

/// <summary>
/// Code written against ours must compile against Twilio's packages: what can be called here can be called there, by the same names,
/// with parameters of the same types in the same order. official-api.txt lists what Twilio 7.14.9 and Twilio.AspNet.Core 8.1.2 make public.
/// </summary>
public sealed partial class OfficialSurfaceTests
{
    private static readonly Dictionary<string, string[]> Official = Read();

    public static TheoryData<string> Types() => [.. Official.Keys];

    [Theory]
    [MemberData(nameof(Types))]
    public void Every_public_member_has_its_official_counterpart(string typeName)
    {
        var type = typeof(VoiceResponse).Assembly.GetType(typeName)!;

        var unknown = Members(type).Where(member => !Official[typeName].Any(official => Allows(official, member)));

        Assert.Empty(unknown);
    }

    [Fact]
    public void Few_public_types_are_missing_from_the_list()
    {
        var unlisted = typeof(VoiceResponse).Assembly.GetExportedTypes().Select(type => type.FullName!).Except(Official.Keys, StringComparer.Ordinal);

        // Verb is ours alone and never named by callers. The others are official too: code written against the packages used them.
        Assert.Equal(
            [
                "Twilio.Exceptions.AuthenticationException", "Twilio.TwiML.Verb`1", "Twilio.TwiML.Voice.Gather+LanguageEnum",
                "Twilio.TwiML.Voice.Say+LanguageEnum", "Twilio.TwiML.Voice.Say+VoiceEnum", "Twilio.TwiML.Voice.SsmlP",
                "Twilio.TwiML.Voice.SsmlS", "Twilio.Types.Twiml",
            ],
            unlisted.Order(StringComparer.Ordinal));
    }

    /// <summary>The members in the list's own notation: "Say Break(StrengthEnum strength, string time)".</summary>
    private static IEnumerable<string> Members(Type type)
    {
        const BindingFlags declared = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        var inherited = type.BaseType is { IsGenericType: true } verb ? verb.GetMethods(declared) : [];
        foreach (var constructor in type.GetConstructors())
            yield return $"ctor({Parameters(constructor)})";
        foreach (var method in type.GetMethods(declared).Concat(inherited))
        {
            if (!method.IsSpecialName && method.GetBaseDefinition().DeclaringType != typeof(object))
                yield return $"{Name(method.ReturnType)} {method.Name}({Parameters(method)})";
        }
        foreach (var property in type.GetProperties(declared))
            yield return $"{Name(property.PropertyType)} {property.Name} {{ {(property.CanRead ? "get;" : "")} {(property.CanWrite ? "set;" : "")} }}";
        foreach (var field in type.GetFields(declared).Where(field => field.IsStatic))
            yield return $"{Name(field.FieldType)} {field.Name}";
    }

    /// <summary>Ours may leave parameters and setters out, but not add, rename or reorder any.</summary>
    private static bool Allows(string official, string ours)
    {
        if (official == ours || official.Replace(" set;", " ", StringComparison.Ordinal) == ours)
            return true;
        if (!ours.Contains('(', StringComparison.Ordinal) || official.Split('(')[0] != ours.Split('(')[0])
            return false;
        var offered = new Queue<string>(ParameterList(official));
        return ParameterList(ours).All(wanted =>
        {
            while (offered.TryDequeue(out var next))
            {
                if (next == wanted)
                    return true;
            }
            return false;
        });
    }

    private static string[] ParameterList(string member) =>
        member[(member.IndexOf('(', StringComparison.Ordinal) + 1)..^1].Split(", ", StringSplitOptions.RemoveEmptyEntries);

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(p => $"{Name(p.ParameterType)} {p.Name}"));

    private static string Name(Type type)
    {
        if (Nullable.GetUnderlyingType(type) is { } value)
            return Name(value) + "?";
        if (type.IsGenericType)
            return $"{type.Name.Split('`')[0]}<{string.Join("; ", type.GetGenericArguments().Select(Name))}>";
        return type.Name switch { "String" => "string", "Int32" => "int", "Boolean" => "bool", "Object" => "object", "Void" => "void", _ => type.Name };
    }

    private static Dictionary<string, string[]> Read() =>
        File.ReadAllText(Path.Combine(TwimlReference.DataFolder, "official-api.txt")).ReplaceLineEndings("\n").Split("\n### ").Skip(1)
            .Select(block => block.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            .ToDictionary(lines => lines[0].Split(" : ")[0], lines => lines.Skip(1).Select(InOurNotation).ToArray(), StringComparer.Ordinal);

    private static string InOurNotation(string line)
    {
        var member = line.Trim();
        member = member.StartsWith("static ", StringComparison.Ordinal) ? member["static ".Length..] : member;
        member = GenericComma().Replace(Default().Replace(member, ""), ";");
        return Outer().Replace(member, "");
    }

    [GeneratedRegex(@" = [^,)]+", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Default();

    /// <summary>The class a nested type is in, which reflection does not repeat.</summary>
    [GeneratedRegex(@"\b\w+\.(?=\w)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Outer();

    /// <summary>Commas between type arguments, so that what is left separates parameters.</summary>
    [GeneratedRegex(@",(?=[^<(]*>)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex GenericComma();
}
