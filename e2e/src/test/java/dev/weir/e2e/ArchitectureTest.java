package dev.weir.e2e;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Holds the arrows: who may know whom. */
class ArchitectureTest {
    private static final String ROOT = "dev.weir.e2e";
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    @Test
    void nothingOfTheDataPlaneIsOnThisClassPath() {
        assertThatThrownBy(() -> Class.forName("dev.weir.dataplane.Main")).isInstanceOf(ClassNotFoundException.class);
    }

    @Test
    void whatAsksTheMachineKnowsNeitherKafkaNorTheDemo() {
        noClasses()
                .that()
                .resideInAnyPackage(ROOT + ".host..", ROOT + ".arguments..")
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                        "org.apache.kafka..",
                        ROOT + ".kafka..",
                        ROOT + ".dataplane..",
                        ROOT + ".demo..",
                        ROOT + ".console.."))
                .check(CLASSES);
    }

    @Test
    void whatTestsStandOnDoesNotKnowTheDemo() {
        noClasses()
                .that()
                .resideInAnyPackage(ROOT + ".kafka..", ROOT + ".dataplane..")
                .should()
                .dependOnClassesThat(resideInAnyPackage(ROOT + ".demo..", ROOT + ".console.."))
                .check(CLASSES);
    }
}
