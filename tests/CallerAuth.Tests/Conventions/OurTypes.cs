using System.Reflection;
using CallerAuth.Ciba;

namespace CallerAuth.Tests.Conventions;

/// <summary>Every type of the service and of its library.</summary>
internal static class OurTypes
{
    private static readonly Assembly[] Assemblies = [typeof(Startup).Assembly, typeof(CibaClient).Assembly];

    public static IEnumerable<Type> All => Assemblies.SelectMany(assembly => assembly.GetTypes());
}
