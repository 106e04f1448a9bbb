using System.Text.Json;

namespace CallerAuth.Benchmarks.Measuring;

/// <summary>Prints tables as Markdown, under a line about the machine, and keeps the raw rows for <c>--json</c>.</summary>
internal sealed class Report(Machine machine)
{
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    private readonly List<object> _rows = [];

    /// <summary>Kept for the file, not printed.</summary>
    public void Keep(object row) => _rows.Add(row);

    public void Say(string line) => Console.WriteLine(line);

    public void Title(string title)
    {
        Console.WriteLine();
        Console.WriteLine($"### {title}");
        Console.WriteLine();
        Console.WriteLine($"{machine}.");
        Console.WriteLine();
    }

    public void Table<T>(IReadOnlyList<T> rows, params IReadOnlyList<Column<T>> columns)
    {
        Console.WriteLine($"| {string.Join(" | ", columns.Select(column => column.Heading))} |");
        Console.WriteLine($"|{string.Concat(Enumerable.Repeat("---|", columns.Count))}");
        foreach (var row in rows)
            Console.WriteLine($"| {string.Join(" | ", columns.Select(column => column.Write(row)))} |");
        Console.WriteLine();
    }

    public void Save(string path, string command)
    {
        if (path.Length > 0)
            File.WriteAllText(path, JsonSerializer.Serialize(new { command, machine, rows = _rows.Select(row => JsonSerializer.SerializeToElement(row, row.GetType(), Indented)) }, Indented));
    }
}
