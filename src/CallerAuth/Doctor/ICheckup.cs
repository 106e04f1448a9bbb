namespace CallerAuth.Doctor;

/// <summary>Looks at one thing that calls depend on, and changes nothing.</summary>
internal interface ICheckup
{
    IAsyncEnumerable<Diagnosis> ExamineAsync(CancellationToken cancellationToken);
}
