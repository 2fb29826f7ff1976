package dev.weir.dataplane.http.policy.field;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** RFC 9110 section 7.6.1. */
class HopByHopTest {
    @Test
    void connection_and_what_it_lists_ends_at_this_hop() {
        HopByHop ending = HopByHop.of(FieldList.of("Connection", "A, close", "connection", "b"));

        assertThat(ending.test("connection")).isTrue();
        assertThat(ending.test("a")).isTrue();
        assertThat(ending.test("b")).isTrue();
        assertThat(ending.test("c")).isFalse();
    }

    @Test
    void fields_that_should_have_been_listed_end_as_well() {
        HopByHop ending = HopByHop.of(FieldList.EMPTY);

        assertThat("keep-alive proxy-connection te transfer-encoding upgrade".split(" "))
                .allMatch(ending);
        assertThat(ending.test("cache-control")).isFalse();
    }
}
