package dev.weir.dataplane.kafka.web;

import dev.weir.dataplane.http.policy.RequestHead;
import dev.weir.dataplane.kafka.web.access.Right;
import dev.weir.dataplane.kafka.web.answer.Problem;
import java.util.List;

/** What there is under a path, and what can be done with it. */
enum Resource {
    DESCRIPTION("GET", "HEAD", "OPTIONS"),
    TOPICS("GET", "HEAD", "OPTIONS"),
    TOPIC("GET", "HEAD", "OPTIONS"),
    MESSAGES("GET", "HEAD", "POST", "OPTIONS"),
    KEY("GET", "HEAD", "PUT", "DELETE", "OPTIONS"),
    LATEST("GET", "HEAD", "OPTIONS"),
    PRODUCTION("GET", "HEAD", "OPTIONS");

    private final String allowed;

    Resource(String... methods) {
        this.allowed = String.join(", ", methods);
    }

    boolean allows(String method) {
        return List.of(allowed.split(", ", -1)).contains(method);
    }

    /** As a field Allow has it. */
    String allowed() {
        return allowed;
    }

    /** What whoever asks must be allowed to do with the topic: what came of writing is for those who write. */
    Right right(RequestHead head) {
        return this == PRODUCTION || !(head.isGet() || head.isHead()) ? Right.WRITE : Right.READ;
    }

    /** Whether a query would be passed over. */
    boolean takesNoParameters(RequestHead head) {
        return switch (this) {
            case TOPICS, TOPIC, PRODUCTION -> true;
            case KEY -> head.isGet() || head.isHead();
            case DESCRIPTION, MESSAGES, LATEST -> false;
        };
    }

    /** @param path between the slashes, of which the first is the first character */
    static Resource at(List<String> path) throws Refused {
        if (path.size() >= 2 && path.get(1).equals("topics")) {
            switch (path.size()) {
                case 2 -> {
                    return TOPICS;
                }
                case 3 -> {
                    if (!path.get(2).isEmpty()) {
                        return TOPIC;
                    }
                }
                case 4, 5 -> {
                    if (path.get(3).equals("messages")) {
                        return path.size() == 4 ? MESSAGES : KEY;
                    }
                    if (path.get(3).equals("latest") && path.size() == 4) {
                        return LATEST;
                    }
                    if (path.get(3).equals("productions") && path.size() == 5) {
                        return PRODUCTION;
                    }
                    throw new Refused(Problem.notFound("of a topic there is only /topics/" + path.get(2)
                            + "/messages, with a key behind it or without, /latest, and /productions/ID"));
                }
                default -> {
                    if (path.size() > 5 && path.get(3).equals("messages")) {
                        throw new Refused(Problem.notFound("a key is one part of the path: a slash in it is %2F"));
                    }
                }
            }
        }
        if (path.size() == 2 && path.get(1).equals("openapi.json")) {
            return DESCRIPTION;
        }
        throw new Refused(Problem.notFound("there is only /openapi.json, /topics, /topics/NAME, /topics/NAME/messages,"
                + " /topics/NAME/messages/KEY, /topics/NAME/latest and /topics/NAME/productions/ID"));
    }
}
