package dev.weir.dataplane.kafka.web;

import static dev.weir.dataplane.kafka.web.Batches.batch;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.dataplane.kafka.wire.FakeUpstreams;
import dev.weir.dataplane.kafka.wire.TestRecords;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.apache.kafka.common.record.internal.ControlRecordType;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Answers that end: pages, and lines up to now. */
class MessagesTest {
    private static final String LINES = "/topics/t/messages?format=ndjson";

    @SuppressWarnings("NullAway.Init")
    private TestWeb web;

    @BeforeEach
    void open(@TempDir Path folder) {
        web = new TestWeb(folder);
    }

    @AfterEach
    void close() {
        web.close();
    }

    @Test
    void partitionsAreMergedByTheTimeOfTheirMessages() {
        FakeUpstreams.Copy[] copies = topic("t", 2);
        copies[0].append(batch().add(10, "a", "1").add(40, "a", "2").at(0));
        copies[1].append(
                batch().add(20, "b", "3").add(30, "b", "4").add(50, "b", "5").at(0));
        String body = web.get(LINES).body();
        assertThat(Lines.places(body)).containsExactly("0:0", "1:0", "1:1", "0:1", "1:2");
        assertThat(Lines.all(body).getLast().get("event").asText()).isEqualTo("caught-up");
    }

    @Test
    void linesTellTheirReaderThatThereIsNothing() {
        topic("t", 1);
        List<JsonNode> lines = Lines.all(web.get(LINES).body());
        assertThat(lines).extracting(line -> line.get("event").asText()).containsExactly("caught-up");
    }

    @Test
    void aLimitOfLinesEndsWithWhereToGoOn() {
        topic("t", 1)[0].append(TestRecords.batch(0, 3));
        String first = web.get(LINES + "&limit=1").body();
        assertThat(Lines.places(first)).containsExactly("0:0");
        String second =
                web.get(LINES + "&limit=1&cursor=" + Lines.cursor(first)).body();
        assertThat(Lines.places(second)).containsExactly("0:1");
        assertThat(Lines.all(second).getLast().get("event").asText()).isEqualTo("heartbeat");
    }

    @Test
    void aPageLinksToTheNextUntilThereIsNoMore() {
        topic("t", 1)[0].append(TestRecords.batch(0, 25));
        var places = new ArrayList<String>();
        String next = "/topics/t/messages?limit=10&filter=%7B%22not%22:%7B%22key%22:%22a%22%7D%7D";
        JsonNode page;
        do {
            page = Lines.json(web.get(next).body());
            page.get("messages").forEach(message -> places.add(Lines.place(message)));
            next = page.get("next").asText();
        } while (!page.get("end").asBoolean());
        assertThat(places).hasSize(25).doesNotHaveDuplicates();
        assertThat(Lines.json(web.get(next).body()).get("messages")).isEmpty();
        assertThat(next).contains("limit=10").contains("filter=");
    }

    @Test
    void aPageThatIsStillTheSameIsNotSentAgain() {
        topic("t", 1)[0].append(TestRecords.batch(0, 3));
        String tag = web.get("/topics/t/messages").headers().firstValue("etag").orElseThrow();
        HttpResponse<String> again = web.get("/topics/t/messages", "If-None-Match", "\"other\", " + tag);
        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
    }

    @Test
    void aCursorGoesOnWhereItsReaderWas() {
        FakeUpstreams.Copy[] copies = topic("t", 2);
        copies[0].append(TestRecords.batch(0, 5));
        copies[1].append(TestRecords.batch(0, 5));
        String first = web.get(LINES).body();
        copies[1].append(TestRecords.batch(5, 2));
        String second = web.get(LINES + "&cursor=" + Lines.cursor(first)).body();
        assertThat(Lines.places(second)).containsExactly("1:5", "1:6");
        String third = web.get(LINES, "Last-Event-ID", Lines.cursor(second)).body();
        assertThat(Lines.places(third)).isEmpty();
    }

    @Test
    void aPartitionThatCameAfterTheCursorIsReadFromItsBeginning() {
        topic("t", 1)[0].append(TestRecords.batch(0, 5));
        String before = web.get(LINES).body();
        FakeUpstreams.Copy added = web.upstreams.addPartition("t");
        added.append(TestRecords.batch(0, 2));
        String after = web.get(LINES + "&cursor=" + Lines.cursor(before)).body();
        assertThat(Lines.places(after)).containsExactly("1:0", "1:1");
    }

    @Test
    void aReaderBeginsWhereItAsksTo() {
        FakeUpstreams.Copy[] copies = topic("t", 2);
        copies[0].append(TestRecords.batch(0, 5)); // at 1000 and so on, in milliseconds since 1970
        copies[1].append(TestRecords.batch(0, 5));
        assertThat(Lines.places(web.get(LINES + "&from=live").body())).isEmpty();
        assertThat(Lines.places(web.get(LINES + "&from=historical").body())).hasSize(10);
        assertThat(Lines.places(web.get(LINES + "&offsets=1:3").body())).containsExactly("1:3", "1:4");
        assertThat(Lines.places(
                        web.get(LINES + "&from=1970-01-01T00:00:01.004Z").body()))
                .containsExactly("0:4", "1:4");
        assertThat(Lines.places(web.get(LINES + "&from=1004").body())).containsExactly("0:4", "1:4");
        assertThat(Lines.places(web.get(LINES + "&from=1970-01-01T00:00:02Z").body()))
                .isEmpty();
    }

    @Test
    void eventsThatEndTellAllTheSame() {
        FakeUpstreams.Copy copy = topic("t", 1)[0];
        assertThat(web.get("/topics/t/messages?until=now&format=sse").body()).containsOnlyOnce("caught-up");
        copy.append(TestRecords.batch(0, 3));
        assertThat(web.get("/topics/t/messages?limit=1&format=sse").body())
                .containsOnlyOnce("\"offset\":0")
                .doesNotContain("\"offset\":1");
    }

    @Test
    void aPageEndsWhereItIsLong() {
        FakeUpstreams.Copy copy = topic("t", 1)[0];
        for (int i = 0; i < 12; i++) {
            copy.append(TestRecords.large(i, 500_000));
        }
        HttpResponse<String> first = web.get("/topics/t/messages");
        JsonNode page = Lines.json(first.body());
        assertThat(page.get("messages")).hasSizeBetween(1, 10);
        assertThat(page.get("end").asBoolean()).isFalse();
        JsonNode rest = Lines.json(web.get(page.get("next").asText()).body());
        assertThat(rest.get("end").asBoolean()).isTrue();
        assertThat(page.get("messages").size() + rest.get("messages").size()).isEqualTo(12);
    }

    @Test
    void whereTheTopicIsToBeginWithWhatComesSoItDoes() {
        topic("live-1", 1)[0].append(TestRecords.batch(0, 5));
        assertThat(Lines.places(web.get("/topics/live-1/messages?format=ndjson").body()))
                .isEmpty();
    }

    @Test
    void onlyWhatIsCommittedIsGiven() {
        FakeUpstreams.Copy copy = topic("t", 1)[0];
        copy.append(TestRecords.transactional(0, 2, 7));
        copy.append(TestRecords.batch(2, 1));
        copy.append(TestRecords.marker(3, 7, ControlRecordType.ABORT));
        copy.append(TestRecords.transactional(4, 2, 8));
        copy.append(TestRecords.marker(6, 8, ControlRecordType.COMMIT));
        copy.append(TestRecords.transactional(7, 1, 9)); // open
        copy.append(TestRecords.batch(8, 1));
        String body = web.get(LINES).body();
        assertThat(Lines.places(body)).containsExactly("0:2", "0:4", "0:5");
        copy.append(TestRecords.marker(9, 9, ControlRecordType.COMMIT));
        assertThat(Lines.places(web.get(LINES + "&cursor=" + Lines.cursor(body)).body()))
                .containsExactly("0:7", "0:8");
    }

    @Test
    void filtersAreEvaluatedHere() {
        FakeUpstreams.Copy copy = topic("t", 1)[0];
        copy.append(batch().add(1, "eu-1", "{}", "region", "eu")
                .add(2, "us-1", "{}", "region", "us")
                .add(3, "eu-2", "{}", "region", "eu", "test", "yes")
                .at(0));
        assertThat(Lines.places(web.get(LINES + "&key=eu-*").body())).containsExactly("0:0", "0:2");
        assertThat(Lines.places(web.get(LINES + "&key=eu-2&key=us-1").body())).containsExactly("0:1", "0:2");
        assertThat(Lines.places(
                        web.get(LINES + "&header.region=eu&header.test=yes").body()))
                .containsExactly("0:2");
        String filter = "%7B%22headers%22:%7B%22region%22:%22eu%22%7D,%22not%22:%7B%22key%22:%22*-2%22%7D%7D";
        String body = web.get(LINES + "&filter=" + filter).body();
        assertThat(Lines.places(body)).containsExactly("0:0");
        assertThat(Lines.places(web.get(LINES + "&cursor=" + Lines.cursor(body)).body()))
                .as("what a filter left out was passed all the same")
                .isEmpty();
        assertThat(web.meters
                        .get("weir.web.messages")
                        .tag("result", "filtered")
                        .counter()
                        .count())
                .isPositive();
    }

    @Test
    void whatIsNotHeldHereIsReadUpstream() {
        FakeUpstreams.Copy copy = topic("t", 1, 5)[0];
        copy.append(TestRecords.batch(5, 2));
        copy.view(0, 7);
        upstreamHas(TestRecords.batch(0, 5), 0, 7);
        assertThat(Lines.places(web.get(LINES).body()))
                .containsExactly("0:0", "0:1", "0:2", "0:3", "0:4", "0:5", "0:6");
    }

    @Test
    void aTopicThatNobodyHoldsYetIsReadUpstreamAndCachedFromNowOn() {
        web.upstreams.addTopic("t", 1);
        upstreamHas(TestRecords.batch(0, 5), 0, 5);
        assertThat(Lines.places(web.get(LINES).body())).hasSize(5);
        assertThat(web.upstreams.demanded).contains("t");
    }

    @Test
    void whileUpstreamIsAwayWhatIsHereIsServed() {
        FakeUpstreams.Copy copy = topic("t", 1)[0];
        copy.append(TestRecords.batch(0, 5));
        copy.view(-1, -1);
        assertThat(Lines.places(web.get(LINES).body())).hasSize(5);
    }

    @Test
    void aTopicThatNobodyCanReadNowIsUnavailable() {
        web.upstreams.addTopic("t", 1);
        HttpResponse<String> answer = web.get(LINES);
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(Lines.json(answer.body()).get("detail").asText()).contains("upstream main cannot be asked");
    }

    @Test
    void aCursorWhoseRecordsHaveExpiredIsGone() throws Exception {
        FakeUpstreams.Copy copy = topic("t", 1)[0];
        copy.append(TestRecords.batch(0, 5));
        copy.append(TestRecords.batch(5, 5));
        String cursor = Lines.cursor(web.get(LINES).body());
        String early = Lines.cursor(web.get(LINES + "&limit=2").body());
        copy.log().advanceStart(5);
        copy.view(5, 10);
        assertThat(Lines.places(web.get(LINES + "&cursor=" + cursor).body())).isEmpty();
        assertThat(web.get(LINES + "&cursor=" + early).statusCode()).isEqualTo(410);
        assertThat(web.get(LINES, "Last-Event-ID", early).body())
                .contains("begins at offset 5 now, after 2 where the reader was", "begin anew");
        HttpResponse<String> gone = web.get(LINES + "&offsets=0:2");
        assertThat(gone.statusCode()).isEqualTo(410);
        assertThat(Lines.json(gone.body()).get("detail").asText())
                .contains("begins at offset 5 now, after 2 where the reader was");
    }

    @Test
    void aCursorBehindTheEndIsGone() {
        topic("t", 1)[0].append(TestRecords.batch(0, 5));
        upstreamHas(null, 0, 5);
        HttpResponse<String> gone = web.get(LINES + "&offsets=0:9");
        assertThat(gone.statusCode()).isEqualTo(410);
        assertThat(gone.body()).contains("ends at offset 5");
    }

    @Test
    void aCursorOfATopicThatWasDeletedIsGone() {
        topic("t", 1)[0].append(TestRecords.batch(0, 5));
        String cursor = Lines.cursor(web.get(LINES).body());
        web.upstreams.delete("t");
        web.upstreams.addTopic("t", 1);
        HttpResponse<String> gone = web.get(LINES + "&cursor=" + cursor);
        assertThat(gone.statusCode()).isEqualTo(410);
        assertThat(gone.headers().firstValue("content-type")).hasValue("application/problem+json");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
        /topics/t/messages?cursor=@       | 400 | cursor cannot be read
        /topics/t/messages?cursor=AAAA    | 400 | no cursor of this cache
        /topics/t/messages?from=yesterday | 400 | such as 2026-01-31T12:00:00Z
        /topics/t/messages?offsets=1      | 400 | PARTITION:OFFSET
        /topics/t/messages?offsets=0:1,0:2 | 400 | each partition once
        /topics/t/messages?offsets=7:1    | 400 | has no partition 7
        /topics/t/messages?limit=0        | 400 | from 1 to 10000
        /topics/t/messages?limit=2&limit=3 | 400 | more than once
        /topics/t/messages?lim=1          | 400 | there is no parameter lim
        /topics/t/messages?format=xml     | 400 | one of sse, ndjson, json
        /topics/t/messages?from=live&cursor=x | 400 | only one of
        /topics/t/messages?until=never    | 400 | a page of JSON ends
        /topics/t/messages?filter=%7B     | 400 | filter is not JSON
        /topics/t/messages?filter=%7B%22k%22:1%7D | 400 | filter.k is not known
        /topics/t/message                 | 404 | /topics/t/messages
        /topics/u/messages                | 404 | there is no topic u
        /topics/elsewhere/messages        | 404 | there is no topic elsewhere
        /topics/t/messages?from=-5        | 400 | milliseconds since 1970
        /topics?limit=1                   | 400 | /topics takes no parameters
        /topics/t?format=json             | 400 | /topics/t takes no parameters
        /topics/t/messages/a?format=sse   | 400 | takes no parameters
        /topics/t/messages/a/b            | 404 | a slash in it is %2F
        /topics/                          | 404 | there is only /openapi.json, /topics,
        /topic                            | 404 | there is only /openapi.json, /topics,
        """)
    void whatMeansNothingIsRefusedWithWhatToDo(String target, int status, String detail) {
        topic("t", 1);
        HttpResponse<String> answer = web.get(target);
        assertThat(answer.statusCode()).isEqualTo(status);
        JsonNode problem = Lines.json(answer.body());
        assertThat(problem.get("status").asInt()).isEqualTo(status);
        assertThat(problem.get("detail").asText()).contains(detail);
        assertThat(web.readers()).isZero();
    }

    @Test
    void otherMethodsAreRefused() {
        topic("t", 1);
        HttpResponse<String> answer = web.send(HttpRequest.newBuilder(web.uri("/topics/t/messages"))
                .method("PATCH", HttpRequest.BodyPublishers.ofString("x"))
                .build());
        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().firstValue("allow")).hasValue("GET, HEAD, POST, OPTIONS");
    }

    @Test
    void onlyPagesOfOriginsThatAreLetInMayRead() {
        topic("t", 1);
        assertThat(web.get(LINES, "Origin", "https://a.test").headers().allValues("vary"))
                .doesNotContain("Origin");
        web.front.letIn(Set.of("https://a.test"));
        HttpResponse<String> let = web.get(LINES, "Origin", "https://a.test");
        assertThat(let.headers().firstValue("access-control-allow-origin")).hasValue("https://a.test");
        assertThat(let.headers().allValues("vary")).contains("Origin");
        HttpResponse<String> other = web.get("/topics/none", "Origin", "https://b.test");
        assertThat(other.headers().map()).doesNotContainKey("access-control-allow-origin");
        assertThat(other.headers().firstValue("vary")).hasValue("Origin");
        web.front.letIn(Set.of("*"));
        assertThat(web.get("/topics/none", "Origin", "https://b.test")
                        .headers()
                        .firstValue("access-control-allow-origin"))
                .hasValue("*");
    }

    @Test
    void aBrowserThatAsksWhetherItMayAskIsTold() {
        web.front.letIn(Set.of("https://a.test"));
        HttpResponse<String> answer = web.send(HttpRequest.newBuilder(web.uri("/topics"))
                .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
                .header("Origin", "https://a.test")
                .header("Access-Control-Request-Method", "GET")
                .build());
        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(answer.headers().firstValue("access-control-allow-methods"))
                .hasValue("GET, HEAD, POST, PUT, DELETE");
        assertThat(answer.headers().firstValue("access-control-allow-headers").orElseThrow())
                .contains("Last-Event-ID");
    }

    @Test
    void aPageThatMayReadAndNotWriteIsToldSo() {
        web.front.letIn(Set.of("*"));
        HttpResponse<String> answer = web.send(HttpRequest.newBuilder(web.uri("/topics/t/messages"))
                .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
                .header("Origin", "https://a.test")
                .header("Access-Control-Request-Method", "POST")
                .header("Access-Control-Request-Headers", "weir-key, weir-header-a")
                .build());
        assertThat(answer.headers().firstValue("access-control-allow-methods")).hasValue("GET, HEAD");
        assertThat(answer.headers().firstValue("access-control-allow-headers")).hasValue("weir-key, weir-header-a");
    }

    @Test
    void topicsAndWhatThereIsOfThemAreTold() {
        FakeUpstreams.Copy[] copies = topic("t", 2);
        copies[0].append(TestRecords.batch(0, 5));
        topic("another", 1);
        JsonNode topics = Lines.json(web.get("/topics").body()).get("topics");
        assertThat(StreamSupport.stream(topics.spliterator(), false)
                        .map(topic -> topic.get("name").asText()))
                .containsExactly("another", "t");
        JsonNode topic = Lines.json(web.get("/topics/t").body());
        assertThat(topic.get("offsets").get(0).get("end").asLong()).isEqualTo(5);
        assertThat(topic.get("offsets").get(0).get("lag").asLong()).isZero();
        copies[0].view(0, 9);
        assertThat(Lines.json(web.get("/topics/t").body())
                        .get("offsets")
                        .get(0)
                        .get("lag")
                        .asLong())
                .isEqualTo(4);
        assertThat(topic.get("offsets").get(1).get("end").asLong()).isZero();
        assertThat(topic.has("configuration")).as("upstream cannot be asked").isFalse();
    }

    @Test
    void theSettingsOfATopicAreToldThatMatter() {
        topic("t", 1);
        upstreamHas(null, 0, 0);
        JsonNode configuration = Lines.json(web.get("/topics/t").body()).get("configuration");
        assertThat(configuration.get("cleanup.policy").asText()).isEqualTo("delete");
    }

    private FakeUpstreams.Copy[] topic(String name, int partitions) {
        return topic(name, partitions, 0);
    }

    private FakeUpstreams.Copy[] topic(String name, int partitions, long start) {
        web.upstreams.addTopic(name, partitions);
        var copies = new FakeUpstreams.Copy[partitions];
        for (int i = 0; i < partitions; i++) {
            copies[i] = web.upstreams.follow(name, i, start);
            copies[i].view(start == 0 ? 0 : -1, -1);
        }
        return copies;
    }

    private void upstreamHas(@Nullable MemoryRecords records, long start, long end) {
        var topic = requireNonNull(web.upstreams.topology().topic("t"));
        web.relay.answer(new BrokerWith(topic, "delete", records, start, end));
    }
}
