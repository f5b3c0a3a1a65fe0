package io.mediascope.it.rules;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;

/** The module table of docs/architecture.md, held by the build. */
class ArchitectureTest {
    private static final JavaClasses PRODUCT = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.mediascope");

    private static final String MEDIA = "io.mediascope.media..";
    private static final String TRANSPORT = "io.mediascope.transport..";
    private static final String SCOPE = "io.mediascope.scope..";
    private static final String CLUSTER = "io.mediascope.cluster..";
    private static final String OPS = "io.mediascope.ops..";
    private static final String SDK = "io.mediascope.sdk..";

    @Test
    void mediaShouldDependOnNoOtherModule() {
        check(noClasses()
                .that()
                .resideInAPackage(MEDIA)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(TRANSPORT, SCOPE, CLUSTER, OPS, SDK));
    }

    @Test
    void mediaShouldHaveNoSocketsThreadsOrAkka() {
        check(noClasses()
                .that()
                .resideInAPackage(MEDIA)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("akka..", "java.nio.channels..", "java.util.concurrent", "io.netty.channel.."));
    }

    @Test
    void mediaShouldReadNoWallClock() {
        check(noClasses()
                .that()
                .resideInAPackage(MEDIA)
                .should()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(java.time.Instant.class, "now"));
    }

    @Test
    void transportShouldKnowMediaOnly() {
        check(noClasses()
                .that()
                .resideInAPackage(TRANSPORT)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(SCOPE, CLUSTER, OPS, SDK, "akka.."));
    }

    @Test
    void scopeShouldKnowMediaOnly() {
        check(noClasses()
                .that()
                .resideInAPackage(SCOPE)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(TRANSPORT, CLUSTER, OPS, SDK, "io.netty.."));
    }

    @Test
    void clusterShouldNotKnowOpsOrSdk() {
        check(noClasses()
                .that()
                .resideInAPackage(CLUSTER)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(OPS, SDK));
    }

    @Test
    void sdkShouldBeSmall() {
        check(noClasses()
                .that()
                .resideInAPackage(SDK)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(SCOPE, CLUSTER, OPS, "akka.."));
    }

    /** The command line joins scopes as any client does; nothing else in ops may. */
    @Test
    void onlyTheCommandLineShouldUseTheSdk() {
        check(noClasses()
                .that()
                .resideInAPackage(OPS)
                .and()
                .resideOutsideOfPackages(
                        "io.mediascope.ops.cli..", "io.mediascope.ops.join..", "io.mediascope.ops.demo..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(SDK));
    }

    /** Others may hand a configuration on, as Akka wants it, but read no value out of it. */
    @Test
    void onlySettingsShouldReadConfiguration() {
        check(noClasses()
                .that()
                .haveSimpleNameNotEndingWith("Settings")
                .and()
                .resideOutsideOfPackage("io.mediascope.cluster.settings..")
                .should()
                .callMethodWhere(DescribedPredicate.describe(
                        "a value of a Config is read",
                        call -> call.getTargetOwner().isEquivalentTo(com.typesafe.config.Config.class)
                                && call.getName().startsWith("get"))));
    }

    @Test
    void handlersShouldTakeTheClock() {
        check(noClasses()
                .that()
                .resideInAPackage(SCOPE)
                .should()
                .callMethod(java.time.Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis"));
    }

    @Test
    void packagesShouldHaveNoCycles() {
        check(slices().matching("io.mediascope.(*).(*)..").should().beFreeOfCycles());
    }

    @Test
    void everyPackageShouldBeNullMarked() {
        check(classes()
                .that()
                .haveSimpleName("package-info")
                .and()
                .resideOutsideOfPackage("io.mediascope.transport.wire.v1")
                .should()
                .beAnnotatedWith("org.jspecify.annotations.NullMarked"));
    }

    private static void check(ArchRule rule) {
        rule.check(PRODUCT);
    }
}
