using CallerAuth.Ciba;

namespace CallerAuth.Fuzz.Targets;

/// <summary>A token that is believed, changed: every four bytes are one edit, of its place (two bytes), its kind and its character.</summary>
internal static class IdTokenEditTarget
{
    private const int MostEdits = 64;

    public static void Run(byte[] input)
    {
        var token = Provider.Token;
        foreach (var edit in input.Chunk(4).Where(edit => edit.Length == 4).Take(MostEdits))
        {
            var place = ((edit[0] << 8) | edit[1]) % (token.Length + 1);
            var character = (char)edit[3];
            token = (edit[2] % 4) switch
            {
                0 => token.Insert(place, character.ToString()),
                1 when place < token.Length => token.Remove(place, 1),
                2 when place < token.Length => token.Remove(place, 1).Insert(place, character.ToString()),
                3 => token[..place],
                _ => token,
            };
        }

        Check(token);
    }

    public static void Check(string idToken)
    {
        var result = Provider.Read(idToken);
        if (idToken == Provider.Token)
            Finding.Unless(result is PollResult.Approved, "the good token was not believed");
        else
            Finding.Unless(result is PollResult.Failed, "a changed token was believed");
    }
}
