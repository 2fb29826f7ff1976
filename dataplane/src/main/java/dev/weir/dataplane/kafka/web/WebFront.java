package dev.weir.dataplane.kafka.web;

import dev.weir.dataplane.http.message.ClientExchange;
import dev.weir.dataplane.http.policy.RequestHead;
import dev.weir.dataplane.http.policy.field.FieldList;
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
import dev.weir.dataplane.kafka.web.write.WebWrites;
import dev.weir.dataplane.kafka.web.write.WriteException;
import dev.weir.dataplane.kafka.web.write.WriteSettings;
import dev.weir.dataplane.logging.LogKey;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
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
    private final WebWrites writes;
    private final CodingMemory codings = CodingMemory.ofHeap();
    private volatile Access access = Access.OPEN;
    private volatile CrossOrigin crossOrigin = new CrossOrigin(Set.of());

    /**
     * Serves nobody yet.
     *
     * @param defaults of a topic by its name
     * @param clients settings of a Kafka client for an upstream of that name, or null where there is none
     * @param staging a folder for what is on its way to Kafka, used by nobody else
     */
    public WebFront(
            Upstreams upstreams,
            Function<String, TopicDefaults> defaults,
            Function<String, @Nullable Map<String, Object>> clients,
            Path staging,
            MeterRegistry meters) {
        this.reads = new TopicReads(upstreams, threads);
        this.topics = new TopicsAnswer(reads);
        this.defaults = defaults;
        this.meters = new WebMeters(meters, reads, codings);
        this.writes = new WebWrites(upstreams, clients, reads, staging, threads, meters);
    }

    /** How web clients write from now on. */
    public void writeAs(WriteSettings settings) {
        writes.use(settings);
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
            threads.execute(() -> answer(exchange, output, waker));
        } catch (RejectedExecutionException e) {
            output.refuse(Problem.unavailable("the data-plane is stopping"), "Connection", "close");
        }
    }

    private void answer(ClientExchange exchange, Output output, Waker waker) {
        try {
            route(exchange, output, waker);
        } catch (Denied e) {
            meters.refused(e.problem().status());
            output.refuse(e.problem(), e.fields());
        } catch (Refused e) {
            refuse(output, e.problem());
        } catch (WriteException e) {
            meters.refused(e.problem().status());
            output.refuse(e.problem(), e.fields());
        } catch (ReadException e) {
            refuse(output, Refused.problem(e));
        } catch (ClientLeft e) {
            // nobody is there to be told
        } catch (InterruptedException e) {
            stopped(output);
        } catch (RuntimeException e) {
            log.atError()
                    .setCause(e)
                    .addKeyValue(LogKey.PATH, exchange.head().uri().path())
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
        output.refuse(problem);
    }

    private void route(ClientExchange exchange, Output output, Waker waker)
            throws Denied, Refused, WriteException, ReadException, ClientLeft, InterruptedException {
        RequestHead head = exchange.head();
        List<String> path = List.of(head.uri().path().split("/", -1)); // what is before the first slash is empty
        Resource resource = Resource.at(path);
        if (CrossOrigin.isQuestion(head)) {
            output.answer(204, crossOrigin.answer(head).plus("Allow", resource.allowed()), null);
            return;
        }
        if (head.method().equals("OPTIONS")) {
            output.answer(204, FieldList.of("Allow", resource.allowed()), null);
            return;
        }
        if (!resource.allows(head.method())) {
            refuseMethod(head, resource, output);
            return;
        }
        if (resource == Resource.DESCRIPTION) {
            openApi.write(head, output);
            return;
        }
        Permit permit = access.authenticate(head, exchange.peer());
        if (resource.takesNoParameters(head)) {
            Parameters.mustBeNone(head.uri());
        }
        if (resource == Resource.TOPICS) {
            topics.all(output, permit);
            return;
        }
        Topic topic = topic(path.get(2), resource.right(head), permit);
        if (!head.isGet() && !head.isHead()) {
            write(topic, path, exchange, permit, output, waker);
            return;
        }
        switch (resource) {
            case DESCRIPTION, TOPICS, TOPIC -> topics.one(topic, output);
            case MESSAGES -> messages(topic, head, permit, output, waker);
            case KEY ->
                new KeyAnswer(
                                topic,
                                PercentCoding.bytes(path.get(4)),
                                defaults.apply(topic.name()).contentType())
                        .write(new KnownAnswer(reads, topic, head, permit, output, waker), output);
            case LATEST ->
                LatestAnswer.of(head).write(new KnownAnswer(reads, topic, head, permit, output, waker), output);
            case PRODUCTION -> writes.production(topic, path.get(4), head, output);
        }
    }

    /** Nobody learns what there is that they may not come to. */
    private Topic topic(String name, Right right, Permit permit) throws Denied, Refused, InterruptedException {
        permit.require(right, name);
        Topic topic = reads.topic(name);
        if (topic == null) {
            throw new Refused(
                    Problem.notFound("there is no topic " + name + " here; /topics lists those that there are"));
        }
        return topic;
    }

    private void write(
            Topic topic, List<String> path, ClientExchange exchange, Permit permit, Output output, Waker waker)
            throws Denied, Refused, WriteException, ReadException, ClientLeft, InterruptedException {
        if (!crossOrigin.mayWrite(exchange.head())) {
            throw new Refused(Problem.forbidden(
                    "nothing was written: pages of this origin may not write here (listeners.web.cors.origins)"));
        }
        if (path.size() == 4) {
            writes.post(topic, exchange, permit, output, waker);
        } else {
            writes.replace(topic, PercentCoding.bytes(path.get(4)), exchange, permit, output, waker);
        }
    }

    private void refuseMethod(RequestHead head, Resource resource, Output output) {
        meters.refused(405);
        var problem = new Problem(
                405,
                "method",
                "The method is not for this",
                head.method() + " is not served here, only " + resource.allowed());
        output.refuse(problem, "Allow", resource.allowed());
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

    private void stream(TopicStream stream, MessagesRequest request, Permit permit, Output output, boolean headOnly)
            throws ReadException, ClientLeft, InterruptedException {
        StreamFormat format =
                request.format() == MessagesRequest.Format.EVENTS ? new ServerSentEvents() : new JsonLines();
        if (!request.delta()) {
            new MessagesAnswer(stream, request, permit, format, output, meters, request.writer()::write)
                    .write(headOnly);
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
        writes.close();
        threads.shutdownNow();
    }
}
