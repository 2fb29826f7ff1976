package dev.weir.dataplane.kafka.web.filter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.weir.dataplane.kafka.web.Batches;
import dev.weir.dataplane.kafka.web.record.Message;
import dev.weir.dataplane.kafka.web.record.RecordDecoder;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FilterTest {
    /** Of key "order-7", with header region "eu" and header hop "a", "b", "c". */
    private static final Message MESSAGE = message("order-7");

    private static final Message WITHOUT_KEY = message(null);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'key': 'order-7'}",
                "{'key': 'order-*'}",
                "{'key': 'order-?'}",
                "{'headers': {'region': 'eu'}}",
                "{'headers': {'region': 'e*', 'hop': 'b'}}",
                "{'headers': {'hop': ['a', 'b', 'c']}}",
                "{'headers': {'hop': ['a', '*', 'c']}}",
                "{'headers': {'hop': ['a', '**']}}",
                "{'headers': {'hop': ['a', 'b', 'c', '**']}}",
                "{'headers': {'none': []}}",
                "{'not': {'key': 'other'}}",
                "{'anyOf': [{'key': 'other'}, {'headers': {'region': 'eu'}}]}",
                "{'allOf': [{'key': 'order-*'}, {'headers': {'region': 'eu'}}]}",
                "{'key': 'order-*', 'not': {'headers': {'region': 'us'}}}",
            })
    void takes(String filter) throws FilterException {
        assertThat(FilterReader.read(filter.replace('\'', '"')).test(MESSAGE)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'key': 'order'}",
                "{'key': null}",
                "{'headers': {'region': 'us'}}",
                "{'headers': {'Region': 'eu'}}",
                "{'headers': {'region': 'eu', 'hop': 'd'}}",
                "{'headers': {'hop': ['a', 'b']}}",
                "{'headers': {'hop': ['a', 'b', 'c', '*']}}",
                "{'headers': {'hop': ['b', '**']}}",
                "{'not': {'key': 'order-7'}}",
                "{'anyOf': [{'key': 'other'}, {'headers': {'region': 'us'}}]}",
                "{'allOf': [{'key': 'order-*'}, {'headers': {'region': 'us'}}]}",
                "{'key': 'order-*', 'headers': {'region': 'us'}}",
            })
    void leaves(String filter) throws FilterException {
        assertThat(FilterReader.read(filter.replace('\'', '"')).test(MESSAGE)).isFalse();
    }

    @Test
    void messagesWithoutAKeyCanBeAskedFor() throws FilterException {
        assertThat(FilterReader.read("{\"key\": null}").test(WITHOUT_KEY)).isTrue();
        assertThat(FilterReader.read("{\"key\": \"*\"}").test(WITHOUT_KEY)).isFalse();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
        [                                | filter is not JSON
        {} {}                            | filter is not JSON
        {'key': 'a', 'key': 'b'}         | filter is not JSON
        []                               | filter must be an object
        {}                               | filter must be an object
        {'kee': 'a'}                     | filter.kee is not known
        {'key': 1}                       | filter.key must be a text
        {'headers': 'eu'}                | filter.headers must be an object
        {'headers': {'region': 1}}       | filter.headers.region must be a text
        {'headers': {'hop': ['**', 'a']}} | filter.headers.hop must have ** as its last
        {'anyOf': {'key': 'a'}}          | filter.anyOf must be a list
        {'allOf': []}                    | filter.allOf must be a list
        {'not': {'anyOf': [{'key': 1}]}} | filter.not.anyOf[0].key must be a text
        """)
    void whatMeansNothingIsToldWithItsPlace(String filter, String why) {
        assertThatExceptionOfType(FilterException.class)
                .isThrownBy(() -> FilterReader.read(filter.replace('\'', '"')))
                .withMessageContaining(why);
    }

    @Test
    void whatIsNestedTooDeepOrTooLongIsRefused() {
        assertThatExceptionOfType(FilterException.class)
                .isThrownBy(() -> FilterReader.read("{\"not\":".repeat(40) + "{\"key\":\"a\"}" + "}".repeat(40)))
                .withMessageContaining("nested");
        assertThatExceptionOfType(FilterException.class)
                .isThrownBy(() -> FilterReader.read("{\"key\":\"" + "a".repeat(2000) + "\"}"))
                .withMessageContaining("longer than 1024");
    }

    @Test
    void ofOneParameterAnyValueMayHoldAndAllParametersMust() throws FilterException {
        assertThat(QueryFilters.of(Map.of("key", List.of("x", "order-7"))).test(MESSAGE))
                .isTrue();
        assertThat(QueryFilters.of(Map.of("key", List.of("order-7"), "header.region", List.of("us")))
                        .test(MESSAGE))
                .isFalse();
        assertThat(QueryFilters.of(Map.of("limit", List.of("5"))).test(MESSAGE)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "any",
            value = {
                "{'key': 'a'} | a",
                "{'key': 'a', 'headers': {'region': 'eu'}} | a",
                "{'anyOf': [{'key': 'a'}, {'key': 'b'}, {'key': 'a'}]} | a b",
                "{'key': 'a', 'anyOf': [{'key': 'a'}, {'key': 'b'}]} | a",
                "{'allOf': [{'key': 'a*'}, {'key': 'ab'}]} | ab",
                "{'key': 'a', 'not': {'key': 'b'}} | a",
                "{'key': 'a*'} | any",
                "{'key': null} | any",
                "{'not': {'key': 'a'}} | any",
                "{'headers': {'region': 'eu'}} | any",
                "{'anyOf': [{'key': 'a'}, {'headers': {'region': 'eu'}}]} | any",
            })
    void tellsWhichKeysMayPass(String filter, @Nullable String keys) throws FilterException {
        Set<ByteBuffer> told = FilterReader.read(filter.replace('\'', '"')).keys();
        assertThat(
                        told == null
                                ? null
                                : told.stream().map(UTF_8::decode).sorted().collect(Collectors.joining(" ")))
                .isEqualTo(keys);
    }

    private static Message message(@Nullable String key) {
        var records = Batches.batch()
                .add(1, key, "{}", "region", "eu", "hop", "a", "hop", "b", "hop", "c")
                .at(0);
        return new RecordDecoder(0)
                .decode(Uuid.randomUuid(), new TopicPartition("t", 0), 0, records, List.of())
                .list()
                .getFirst();
    }
}
