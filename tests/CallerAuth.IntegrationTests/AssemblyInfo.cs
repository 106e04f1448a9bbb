// Most of these tests wait for the provider's interval or for a time-out; more of them wait together than there are cores.
[assembly: Xunit.v3.Parallelization(MaxThreads = 4)]
