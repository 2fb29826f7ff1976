package dev.weir.dataplane;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the arrows: who may know whom. A rule on a package that is not there yet holds. */
class ArchitectureTest {
    private static final String ROOT = "dev.weir.dataplane";
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    private static final DescribedPredicate<JavaClass> KAFKA = resideInAPackage(ROOT + ".kafka..");
    private static final DescribedPredicate<JavaClass> HTTP = resideInAPackage(ROOT + ".http..");
    private static final DescribedPredicate<JavaClass> NETTY = resideInAPackage("io.netty..");
    private static final DescribedPredicate<JavaClass> PROCESS = resideInAPackage(ROOT);

    static Stream<Named<ArchRule>> rules() {
        return Stream.of(
                rule(
                        "of kafka, the listener for web clients alone speaks HTTP",
                        noClasses()
                                .that(KAFKA.and(not(resideInAnyPackage(ROOT + ".kafka", ROOT + ".kafka.web.."))))
                                .should()
                                .dependOnClassesThat(HTTP)),
                rule(
                        "the HTTP cache is its own",
                        noClasses()
                                .that(KAFKA)
                                .should()
                                .dependOnClassesThat(resideInAnyPackage(
                                        ROOT + ".http.origin..",
                                        ROOT + ".http.proxy..",
                                        ROOT + ".http.purge..",
                                        ROOT + ".http.store.."))),
                rule("http does not know kafka", noClasses().that(HTTP).should().dependOnClassesThat(KAFKA)),
                rule(
                        "http does not know Kafka's own classes",
                        noClasses().that(HTTP).should().dependOnClassesThat(resideInAPackage("org.apache.kafka.."))),
                rule(
                        "the policy of the HTTP cache knows no Netty",
                        noClasses()
                                .that()
                                .resideInAPackage(ROOT + ".http.policy..")
                                .should()
                                .dependOnClassesThat(NETTY)),
                rule(
                        "Kafka's log knows no Netty",
                        noClasses()
                                .that()
                                .resideInAPackage(ROOT + ".kafka.log..")
                                .should()
                                .dependOnClassesThat(NETTY)),
                rule(
                        "Kafka's log engine stays in its package",
                        noClasses()
                                .that()
                                .resideOutsideOfPackage(ROOT + ".kafka.log..")
                                .should()
                                .dependOnClassesThat(
                                        resideInAnyPackage("org.apache.kafka.storage..", "org.apache.kafka.server.."))),
                rule(
                        "who comes to the web is found out in one place, with the library for it",
                        noClasses()
                                .that()
                                .resideOutsideOfPackage(ROOT + ".kafka.web.access..")
                                .should()
                                .dependOnClassesThat(resideInAPackage("com.nimbusds.."))),
                rule(
                        "no Kubernetes client",
                        noClasses().should().dependOnClassesThat(resideInAPackage("io.fabric8.."))),
                rule(
                        "the process is known by nobody",
                        noClasses().that().resideOutsideOfPackage(ROOT).should().dependOnClassesThat(PROCESS)),
                rule(
                        "what all features stand on knows no feature",
                        noClasses()
                                .that()
                                .resideInAnyPackage(
                                        ROOT + ".document..",
                                        ROOT + ".net..",
                                        ROOT + ".management..",
                                        ROOT + ".workload..",
                                        ROOT + ".logging..")
                                .should()
                                .dependOnClassesThat(KAFKA.or(HTTP))),
                rule(
                        "the net and the management port know no document",
                        noClasses()
                                .that()
                                .resideInAnyPackage(ROOT + ".net..", ROOT + ".management..")
                                .should()
                                .dependOnClassesThat(resideInAnyPackage(
                                        ROOT + ".document..", ROOT + ".workload..", "dev.weir.api.."))),
                rule(
                        "no package knows another that knows it",
                        slices().matching(ROOT + ".(*)..").should().beFreeOfCycles()),
                rule(
                        "no package of the Kafka cache knows another that knows it",
                        slices().matching(ROOT + ".kafka.(*)..").should().beFreeOfCycles()),
                rule(
                        "no package of the HTTP cache knows another that knows it",
                        slices().matching(ROOT + ".http.(*)..").should().beFreeOfCycles()));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void theArrowsHold(ArchRule rule) {
        rule.allowEmptyShould(true).check(CLASSES);
    }

    @Test
    void theClassesWereFound() {
        assertThat(CLASSES.contain(Main.class)).isTrue();
        assertThat(List.of("document", "net", "management", "workload", "logging"))
                .allSatisfy(name -> assertThat(CLASSES.stream())
                        .anyMatch(type -> type.getPackageName().equals(ROOT + "." + name)));
    }

    private static Named<ArchRule> rule(String name, ArchRule rule) {
        return Named.of(name, rule);
    }
}
