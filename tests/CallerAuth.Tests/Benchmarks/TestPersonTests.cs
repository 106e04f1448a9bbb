using System.Buffers;
using System.Text;
using CallerAuth.Benchmarks.Provider;
using CallerAuth.Identity;

namespace CallerAuth.Tests.Benchmarks;

public sealed class TestPersonTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(21)]
    [InlineData(TestPerson.Count - 1)]
    public void Every_invented_person_has_a_number_that_the_service_takes_and_that_leads_back(int item)
    {
        var number = TestPerson.NumberOf(item);

        Assert.True(NationalId.TryParse(number, NationalIdKind.Personnummer, new NationalIdRules(), new DateOnly(2026, 11, 23), out _, out _));
        Assert.Equal(item, TestPerson.ItemOf(number));
    }

    [Theory]
    [InlineData("grant_type=x&auth_req_id={0}", 7)]
    [InlineData("auth_req_id={0}&grant_type=x", 7)]
    [InlineData("auth_req_id=7", -1)]
    [InlineData("grant_type=x", -1)]
    public void An_auth_req_id_is_found_wherever_it_stands_in_the_form(string form, int item)
    {
        var bytes = Encoding.ASCII.GetBytes(form.Replace("{0}", AuthReqIds.Of(7), StringComparison.Ordinal));

        Assert.Equal(item, AuthReqIds.ItemIn(new ReadOnlySequence<byte>(bytes), 10));
    }
}
