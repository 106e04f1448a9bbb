using System.Reflection;
using System.Runtime.CompilerServices;

namespace CallerAuth.Tests.Conventions;

/// <summary>What names promise.</summary>
public class NamingTests
{
    private static readonly string[] SayNothing = ["Helper", "Helpers", "Util", "Utils", "Utility", "Utilities", "Common", "Manager", "Managers"];

    private static readonly Type[] Types = [.. OurTypes.All.Where(type => !IsMadeByTheCompiler(type))];

    [Fact]
    public void What_is_awaited_ends_in_Async() => Assert.Empty(
        from method in Methods()
        where IsAwaited(method.ReturnType) && !method.Name.EndsWith("Async", StringComparison.Ordinal)
        select $"{method.DeclaringType!.Name}.{method.Name}");

    [Fact]
    public void What_ends_in_Async_is_awaited() => Assert.Empty(
        from method in Methods()
        where method.Name.EndsWith("Async", StringComparison.Ordinal) && !IsAwaited(method.ReturnType) && method.ReturnType.Name != "IAsyncEnumerable`1"
        select $"{method.DeclaringType!.Name}.{method.Name}");

    [Fact]
    public void A_cancellation_token_comes_last() => Assert.Empty(
        from method in Methods()
        let parameters = method.GetParameters()
        where parameters.Any(parameter => parameter.ParameterType == typeof(CancellationToken)) && parameters[^1].ParameterType != typeof(CancellationToken)
        select $"{method.DeclaringType!.Name}.{method.Name}");

    [Fact]
    public void No_type_has_a_name_that_says_nothing() =>
        Assert.DoesNotContain(Types.Select(type => type.Name.Split('`')[0]), name => SayNothing.Any(word => name.EndsWith(word, StringComparison.Ordinal)));

    [Fact]
    public void No_folder_has_a_name_that_says_nothing() =>
        Assert.Empty(Source.All.SelectMany(source => source.Path.Split('/')[..^1]).Intersect(SayNothing, StringComparer.OrdinalIgnoreCase));

    /// <summary>The library's face, and what is written in Razor: that is public whether it wants to or not.</summary>
    [Fact]
    public void Nothing_is_public_that_need_not_be() => Assert.Equal(
        ["AuthenticationEnd", "AuthenticationStart", "CallInitiator", "CibaSetup", "ICibaAuthenticator", "VerifiedIdentity"],
        Types.Where(type => type is { IsPublic: true } && type.Name != "Program" && !IsPage(type)).Select(type => type.Name).Order(StringComparer.Ordinal));

    // What the compiler makes of a .razor file is public, and nobody can tell it otherwise.
    private static bool IsPage(Type type) => typeof(Microsoft.AspNetCore.Components.IComponent).IsAssignableFrom(type) || type.Name == "_Imports";

    private static IEnumerable<MethodInfo> Methods() =>
        from type in Types
        from method in type.GetMethods(BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
        where !method.IsSpecialName && !method.Name.Contains('<', StringComparison.Ordinal) && !method.IsDefined(typeof(CompilerGeneratedAttribute))
        select method;

    private static bool IsAwaited(Type type) =>
        typeof(Task).IsAssignableFrom(type) || type == typeof(ValueTask) || (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ValueTask<>));

    private static bool IsMadeByTheCompiler(Type? type) =>
        type is not null && (type.Name.Contains('<', StringComparison.Ordinal) || type.IsDefined(typeof(CompilerGeneratedAttribute)) || IsMadeByTheCompiler(type.DeclaringType));
}
