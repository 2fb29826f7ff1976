package dev.weir.dataplane.kafka.web;

import dev.weir.dataplane.http.message.ClientExchange;
import dev.weir.dataplane.http.message.Peer;
import dev.weir.dataplane.http.policy.RequestHead;
import dev.weir.dataplane.kafka.log.LogListener;
import dev.weir.dataplane.kafka.upstream.Topic;
import dev.weir.dataplane.kafka.upstream.Upstreams;
import dev.weir.dataplane.kafka.web.access.Access;
import dev.weir.dataplane.kafka.web.access.Denied;
import dev.weir.dataplane.kafka.web.access.Permit;
import dev.weir.dataplane.kafka.web.access.Right;
import dev.weir.dataplane.kafka.web.answer.ClientLeft;
import dev.weir.dataplane.kafka.web.answer.CodingMemory;
import dev.weir.dataplane.kafka.web.answer.Deltas;
import dev.weir.dataplane.kafka.web.answer.JsonLines;
import dev.weir.dataplane.kafka.web.answer.Output;
import dev.weir.dataplane.kafka.web.answer.Problem;
import dev.weir.dataplane.kafka.web.answer.ServerSentEvents;
import dev.weir.dataplane.kafka.web.answer.StreamFormat;
import dev.weir.dataplane.kafka.web.read.ReadException;
import dev.weir.dataplane.kafka.web.read.ReaderMemory;
import dev.weir.dataplane.kafka.web.read.TopicReads;
import dev.weir.dataplane.kafka.web.read.TopicStream;
import dev.weir.dataplane.kafka.web.read.Waker;
import dev.weir.dataplane.logging.LogKey;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves the topics to web clients. Each request has a thread of its own, a virtual one, which may wait. */
public final class WebFront implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(WebFront.class);

    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("weir-web-", 0).factory());
    private final TopicReads reads;
    private final TopicsAnswer topics;
    private final Function<String, TopicDefaults> defaults;
    private final Description openApi = new Description();
    private final WebMeters meters;
    private final CodingMemory codings = CodingMemory.ofHeap();
    private volatile Access access = Access.OPEN;
    private volatile CrossOrigin crossOrigin = new CrossOrigin(Set.of());

    /** @param defaults of a topic by its name */
    public WebFront(Upstreams upstreams, Function<String, TopicDefaults> defaults, MeterRegistry meters) {
        this.reads = new TopicReads(upstreams, threads);
        this.topics = new TopicsAnswer(reads);
        this.defaults = defaults;
        this.meters = new WebMeters(meters, reads, codings);
    }

    /** The origins of the web pages that may read from now on. */
    public void letIn(Set<String> origins) {
        crossOrigin = new CrossOrigin(origins);
    }

    /** Who may come from now on, and for what. */
    public void guard(Access next) {
        access = next;
    }

    /** Are to hear of what happens to the logs that are served. */
    public List<LogListener> listeners() {
        return reads.listeners();
    }

    /** Takes a request; on its event loop. */
    public void serve(ClientExchange exchange) {
        var waker = new Waker();
        var output = new Output(exchange, crossOrigin.fields(exchange.head()), codings, waker::hurry);
        try {
            threads.execute(() -> answer(exchange.head(), exchange.peer(), output, waker));
        } catch (RejectedExecutionException e) {
            output.refuse(Problem.unavailable("the data-plane is stopping"), "Connection", "close");
        }
    }

    private void answer(RequestHead head, Peer peer, Output output, Waker waker) {
        try {
            route(head, peer, output, waker);
        } catch (Denied e) {
            meters.refused(e.problem().status());
            output.refuse(e.problem(), e.fields());
        } catch (Refused e) {
            refuse(output, e.problem());
        } catch (ReadException e) {
            refuse(output, Refused.problem(e));
        } catch (ClientLeft e) {
            // nobody is there to be told
        } catch (InterruptedException e) {
            stopped(output);
        } catch (RuntimeException e) {
            log.atError()
                    .setCause(e)
                    .addKeyValue(LogKey.PATH, head.uri().path())
                    .log("A web client was not served");
            refuse(output, new Problem(500, "internal", "This should not happen", "the data-plane's log says more"));
        } finally {
            output.close();
        }
    }

    private void stopped(Output output) {
        if (output.hasBegun()) {
            output.abort();
        } else {
            output.refuse(Problem.unavailable("the data-plane is stopping"));
        }
    }

    private void refuse(Output output, Problem problem) {
        if (output.hasBegun()) {
            output.abort();
            return;
        }
        meters.refused(problem.status());
        if (problem.status() == 405) {
            output.refuse(problem, "Allow", "GET, HEAD");
        } else {
            output.refuse(problem);
        }
    }

    private void route(RequestHead head, Peer peer, Output output, Waker waker)
            throws Denied, Refused, ReadException, ClientLeft, InterruptedException {
        List<String> path = List.of(head.uri().path().split("/", -1)); // what is before the first slash is empty
        boolean description = head.uri().path().equals(Description.PATH);
        if (!description && (path.size() < 2 || path.size() > 5 || !path.get(1).equals("topics"))) {
            throw new Refused(
                    Problem.notFound("there is only /openapi.json, /topics, /topics/NAME, /topics/NAME/messages,"
                            + " /topics/NAME/messages/KEY and /topics/NAME/latest"));
        }
        if (CrossOrigin.isQuestion(head)) {
            output.answer(204, CrossOrigin.answer(), null);
            return;
        }
        if (!head.isGet() && !head.isHead()) {
            throw new Refused(new Problem(
                    405, "method", "The method is not for this", head.method() + " is not served, only GET and HEAD"));
        }
        if (description) {
            openApi.write(head, output);
            return;
        }
        Permit permit = access.authenticate(head, peer);
        if (path.size() == 2) {
            topics.all(output, permit);
            return;
        }
        permit.require(Right.READ, path.get(2)); // first, so that nobody learns what there is that they may not read
        Topic topic = reads.topic(path.get(2));
        if (topic == null) {
            throw new Refused(
                    Problem.notFound("there is no topic " + path.get(2) + " here; /topics lists those that there are"));
        }
        if (path.size() == 3) {
            topics.one(topic, output);
        } else if (path.size() == 4 && path.get(3).equals("latest")) {
            LatestAnswer.of(head).write(new KnownAnswer(reads, topic, head, permit, output, waker), output);
        } else if (!path.get(3).equals("messages")) {
            throw new Refused(Problem.notFound("of a topic there is only /topics/" + topic.name() + "/messages and"
                    + " /topics/" + topic.name() + "/latest"));
        } else if (path.size() == 4) {
            messages(topic, head, permit, output, waker);
        } else {
            String contentType = defaults.apply(topic.name()).contentType();
            new KeyAnswer(topic, PercentCoding.bytes(path.get(4)), contentType)
                    .write(new KnownAnswer(reads, topic, head, permit, output, waker), output);
        }
    }

    private void messages(Topic topic, RequestHead head, Permit permit, Output output, Waker waker)
            throws Refused, ReadException, ClientLeft, InterruptedException {
        MessagesRequest request =
                MessagesRequest.of(head, defaults.apply(topic.name()).start());
        meters.began();
        try (TopicStream stream =
                reads.open(topic, request.start(), !request.follows(), request.conflated(), request.filter(), waker)) {
            if (request.format() == MessagesRequest.Format.PAGE) {
                new MessagesPage(stream, request, output, meters)
                        .write(head.uri(), head.fields().combined("if-none-match"));
            } else {
                stream(stream, request, permit, output, head.isHead());
            }
        } finally {
            meters.ended();
        }
    }

    private void stream(
            TopicStream stream, MessagesRequest request, Permit permit, Output output, boolean headOnly)
            throws ReadException, ClientLeft, InterruptedException {
        StreamFormat format =
                request.format() == MessagesRequest.Format.EVENTS ? new ServerSentEvents() : new JsonLines();
        if (!request.delta()) {
            new MessagesAnswer(stream, request, permit, format, output, meters, request.writer()::write).write(headOnly);
            return;
        }
        ReaderMemory memory = reads.memory();
        memory.enter(); // once more: it keeps what it was sent
        try (var deltas = new Deltas(memory::share, meters.deltaBytes())) {
            new MessagesAnswer(stream, request, permit, format, output, meters, deltas::write).write(headOnly);
        } finally {
            memory.leave();
        }
    }

    /** Connections are gone by now. */
    @Override
    public void close() {
        threads.shutdownNow();
    }
}
