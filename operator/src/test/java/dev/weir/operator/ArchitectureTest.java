package dev.weir.operator;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final JavaClasses CLASSES =
            new ClassFileImporter().withImportOption(new DoNotIncludeTests()).importPackages("dev.weir.operator");

    @Test
    void nothing_here_knows_netty_or_the_data_plane() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.netty..", "dev.weir.dataplane..")
                .check(CLASSES);
    }

    @Test
    void manifests_and_conditions_know_no_cluster() {
        noClasses()
                .that()
                .resideInAnyPackage("..workload..", "..conditions..", "..storage..")
                .should()
                .dependOnClassesThat()
                .haveNameMatching("io[.]fabric8[.]kubernetes[.]client[.]KubernetesClient.*")
                .check(CLASSES);
    }

    @Test
    void only_the_reconcilers_and_the_process_know_the_sdk() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "..workload..",
                        "..conditions..",
                        "..storage..",
                        "..apply..",
                        "..acknowledgement..",
                        "..references..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.javaoperatorsdk..")
                .check(CLASSES);
    }

    @Test
    void packages_have_no_cycles() {
        slices().matching("dev.weir.operator.(*)..").should().beFreeOfCycles().check(CLASSES);
    }
}
