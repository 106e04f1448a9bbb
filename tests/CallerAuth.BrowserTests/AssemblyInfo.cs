// A browser, a service and a simulator at a time; more of them wait for each other's processor.
[assembly: Xunit.v3.Parallelization(MaxThreads = 1)]
