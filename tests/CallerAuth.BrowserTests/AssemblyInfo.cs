// Most of a test is a call's own time, in which another test gets on; more of them would wait for each other's processor.
[assembly: Xunit.v3.Parallelization(MaxThreads = 2)]
