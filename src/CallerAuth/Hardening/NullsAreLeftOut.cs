using System.Collections;
using System.Reflection;
using CallerAuth.Ciba;
using Microsoft.Extensions.Options;

namespace CallerAuth.Hardening;

/// <summary>
/// A <c>null</c> in a settings file is bound as null, over the defaults and into the lists; here it is as good as left out. So each
/// section's own check finds what it expects, and says what is missing instead of falling over it.
/// </summary>
internal sealed class NullsAreLeftOut<T> : IPostConfigureOptions<T>
    where T : class
{
    private static readonly Assembly[] Ours = [typeof(HardeningSetup).Assembly, typeof(CibaOptions).Assembly];

    public void PostConfigure(string? name, T options)
    {
        if (IsOurs(options.GetType()))
            Mend(options);
    }

    private static void Mend(object section)
    {
        object? fresh = null;
        foreach (var property in section.GetType().GetProperties().Where(property => property.CanRead && property.GetIndexParameters().Length == 0))
        {
            var value = property.GetValue(section);
            if (value is null && property.CanWrite)
                property.SetValue(section, property.GetValue(fresh ??= Activator.CreateInstance(section.GetType())));
            else if (value is IList { IsReadOnly: false, IsFixedSize: false } list)
                WithoutNulls(list);
            else if (value is not null && property.CanWrite && IsOurs(value.GetType()))
                Mend(value);
        }
    }

    private static void WithoutNulls(IList list)
    {
        for (var i = list.Count - 1; i >= 0; i--)
        {
            if (list[i] is null)
                list.RemoveAt(i);
        }
    }

    private static bool IsOurs(Type type) => type.IsClass && Ours.Contains(type.Assembly) && type.GetConstructor(Type.EmptyTypes) is not null;
}
