package dev.weir.dataplane.http.policy;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import org.junit.jupiter.api.Test;

class PurityTest {
    private static final String POLICY = "dev.weir.dataplane.http.policy";

    private final JavaClasses policy = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(POLICY);

    @Test
    void the_policy_knows_nothing_but_java_and_structured_fields() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        POLICY + "..",
                        "java.lang..",
                        "java.util..",
                        "java.time..",
                        "org.greenbytes.http.sfv",
                        "org.jspecify..")
                .check(policy);
    }

    @Test
    void it_has_no_clock_of_its_own() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .areAssignableTo(InstantSource.class)
                .check(policy);
        noClasses().should().dependOnClassesThat().areAssignableTo(Clock.class).check(policy);
        noClasses().should().callMethod(System.class, "currentTimeMillis").check(policy);
        noClasses().should().callMethod(System.class, "nanoTime").check(policy);
        noClasses().should().callMethod(Instant.class, "now").check(policy);
        noClasses().should().callMethod(LocalDateTime.class, "now").check(policy);
    }

    @Test
    void decisions_rest_on_keys_and_keys_on_fields() {
        noClasses()
                .that()
                .resideInAPackage(POLICY + ".field")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(POLICY, POLICY + ".key")
                .check(policy);
        noClasses()
                .that()
                .resideInAPackage(POLICY + ".key")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(POLICY)
                .check(policy);
    }
}
