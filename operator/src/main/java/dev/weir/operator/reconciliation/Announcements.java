package dev.weir.operator.reconciliation;

import dev.weir.api.Condition;
import dev.weir.api.ConditionStatus;
import dev.weir.operator.conditions.Transition;
import dev.weir.operator.logging.LogKey;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells what changed in the state of a resource, as events of the resource and in the log. */
final class Announcements {
    private static final Logger log = LoggerFactory.getLogger(Announcements.class);
    private static final String REPORTER = "weir-operator";

    private final KubernetesClient client;
    private final String instance;

    Announcements(KubernetesClient client, String instance) {
        this.client = client;
        this.instance = instance;
    }

    void tell(HasMetadata resource, List<Transition> transitions, Instant now) {
        for (Transition transition : transitions) {
            Condition condition = transition.condition();
            log.atInfo()
                    .addKeyValue(LogKey.KIND, resource.getKind())
                    .addKeyValue(LogKey.NAMESPACE, resource.getMetadata().getNamespace())
                    .addKeyValue(LogKey.NAME, resource.getMetadata().getName())
                    .addKeyValue(LogKey.CONDITION, condition.type())
                    .addKeyValue(LogKey.STATUS, condition.status())
                    .addKeyValue(LogKey.REASON, condition.reason())
                    .log(condition.message());
            event(resource, condition, now);
        }
    }

    private void event(HasMetadata resource, Condition condition, Instant now) {
        String namespace = resource.getMetadata().getNamespace();
        String time = now.truncatedTo(ChronoUnit.SECONDS).toString();
        var event = new EventBuilder()
                .withNewMetadata()
                .withGenerateName(resource.getMetadata().getName() + "-")
                .withNamespace(namespace)
                .endMetadata()
                .withNewInvolvedObject()
                .withApiVersion(resource.getApiVersion())
                .withKind(resource.getKind())
                .withNamespace(namespace)
                .withName(resource.getMetadata().getName())
                .withUid(resource.getMetadata().getUid())
                .withResourceVersion(resource.getMetadata().getResourceVersion())
                .endInvolvedObject()
                .withType(condition.status() == ConditionStatus.FALSE ? "Warning" : "Normal")
                .withReason(condition.reason())
                .withMessage(condition.type() + ": " + condition.message())
                .withFirstTimestamp(time)
                .withLastTimestamp(time)
                .withCount(1)
                .withReportingComponent(REPORTER)
                .withReportingInstance(instance)
                .withNewSource()
                .withComponent(REPORTER)
                .endSource()
                .build();
        try {
            client.resource(event).create();
        } catch (KubernetesClientException e) {
            // an event is news for people: that it cannot be told must not keep anything else from being done
            log.atWarn()
                    .addKeyValue(LogKey.NAMESPACE, namespace)
                    .addKeyValue(LogKey.REASON, condition.reason())
                    .log("An event could not be written: {}", e.getMessage());
        }
    }
}
