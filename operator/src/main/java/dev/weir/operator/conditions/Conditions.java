package dev.weir.operator.conditions;

import dev.weir.api.Condition;
import dev.weir.api.ConditionStatus;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The conditions of a resource, in the order in which they were stated. */
public record Conditions(List<Condition> list) {
    /** Fits what kubectl shows, and the limit of the schema. */
    private static final int MESSAGE_MAX = 1024;

    public Conditions {
        list = List.copyOf(list);
    }

    /**
     * What these become when something is stated anew. A condition's time moves only when its status does.
     *
     * @param generation of the resource that the statements are about
     */
    public Conditions state(List<Statement> statements, long generation, Instant now) {
        return new Conditions(statements.stream()
                .map(statement -> state(statement, generation, now))
                .toList());
    }

    /** What these become when some of them are stated anew and the others stay as they were. */
    public Conditions restate(List<Statement> statements, long generation, Instant now) {
        var all = new ArrayList<>(list);
        for (Condition condition : state(statements, generation, now).list) {
            int index = all.indexOf(all.stream()
                    .filter(other -> other.type().equals(condition.type()))
                    .findFirst()
                    .orElse(null));
            if (index < 0) {
                all.add(condition);
            } else {
                all.set(index, condition);
            }
        }
        return new Conditions(all);
    }

    private Condition state(Statement statement, long generation, Instant now) {
        Reason reason = statement.reason();
        String since = find(reason.type())
                .filter(before -> before.status() == reason.status())
                .map(Condition::lastTransitionTime)
                .orElseGet(() -> now.truncatedTo(ChronoUnit.SECONDS).toString());
        return new Condition(
                reason.type().word(), reason.status(), generation, since, reason.word(), shorten(statement.message()));
    }

    /** Those of these that were something else, or nothing, before. What is not known yet is no news. */
    public List<Transition> since(Conditions before) {
        return list.stream()
                .filter(condition -> before.list.stream()
                        .filter(other -> other.type().equals(condition.type()))
                        .findFirst()
                        .map(other -> other.status() != condition.status()
                                || !other.reason().equals(condition.reason()))
                        .orElse(condition.status() != ConditionStatus.UNKNOWN))
                .map(Transition::new)
                .toList();
    }

    public Optional<Condition> find(ConditionType type) {
        return list.stream()
                .filter(condition -> condition.type().equals(type.word()))
                .findFirst();
    }

    private static String shorten(String message) {
        return message.length() <= MESSAGE_MAX ? message : message.substring(0, MESSAGE_MAX - 1) + "…";
    }
}
