package dev.weir.api;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final JavaClasses CLASSES =
            new ClassFileImporter().withImportOption(new DoNotIncludeTests()).importPackages("dev.weir.api");

    @Test
    void only_the_resources_know_the_kubernetes_client() {
        noClasses()
                .that()
                .doNotBelongToAnyOf(KafkaCacheBinding.class, HttpCache.class)
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.fabric8..")
                .check(CLASSES);
    }

    @Test
    void nothing_here_knows_the_resources() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(KafkaCacheBinding.class, HttpCache.class)
                .check(CLASSES);
    }

    @Test
    void only_the_reader_knows_yaml() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.weir.api.document")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.yaml..")
                .check(CLASSES);
    }

    @Test
    void packages_have_no_cycles() {
        slices().matching("dev.weir.(**)").should().beFreeOfCycles().check(CLASSES);
    }
}
