package io.mediascope.it.rules;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The module table of docs/architecture.md, held by the build. */
@AnalyzeClasses(packages = "io.mediascope", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String MEDIA = "io.mediascope.media..";
    private static final String TRANSPORT = "io.mediascope.transport..";
    private static final String SCOPE = "io.mediascope.scope..";
    private static final String CLUSTER = "io.mediascope.cluster..";
    private static final String OPS = "io.mediascope.ops..";
    private static final String SDK = "io.mediascope.sdk..";

    @ArchTest
    static final ArchRule mediaShouldDependOnNoOtherModule =
            noClasses().that().resideInAPackage(MEDIA).should().dependOnClassesThat().resideInAnyPackage(
                    TRANSPORT, SCOPE, CLUSTER, OPS, SDK);

    @ArchTest
    static final ArchRule mediaShouldHaveNoSocketsThreadsOrAkka =
            noClasses().that().resideInAPackage(MEDIA).should().dependOnClassesThat().resideInAnyPackage(
                    "akka..", "java.nio.channels..", "java.util.concurrent", "io.netty.channel..");

    @ArchTest
    static final ArchRule mediaShouldReadNoWallClock = noClasses()
            .that()
            .resideInAPackage(MEDIA)
            .should()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(java.time.Instant.class, "now");

    @ArchTest
    static final ArchRule transportShouldKnowMediaOnly =
            noClasses().that().resideInAPackage(TRANSPORT).should().dependOnClassesThat().resideInAnyPackage(
                    SCOPE, CLUSTER, OPS, SDK, "akka..");

    @ArchTest
    static final ArchRule scopeShouldKnowMediaOnly =
            noClasses().that().resideInAPackage(SCOPE).should().dependOnClassesThat().resideInAnyPackage(
                    TRANSPORT, CLUSTER, OPS, SDK, "io.netty..");

    @ArchTest
    static final ArchRule clusterShouldNotKnowOpsOrSdk =
            noClasses().that().resideInAPackage(CLUSTER).should().dependOnClassesThat().resideInAnyPackage(OPS, SDK);

    @ArchTest
    static final ArchRule sdkShouldBeSmall =
            noClasses().that().resideInAPackage(SDK).should().dependOnClassesThat().resideInAnyPackage(
                    SCOPE, CLUSTER, OPS, "akka..");

    /** The command line joins scopes as any client does; nothing else in ops may. */
    @ArchTest
    static final ArchRule onlyTheCommandLineShouldUseTheSdk = noClasses()
            .that()
            .resideInAPackage(OPS)
            .and()
            .resideOutsideOfPackages("io.mediascope.ops.cli..", "io.mediascope.ops.join..", "io.mediascope.ops.demo..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage(SDK);

    @ArchTest
    static final ArchRule onlySettingsShouldReadConfiguration = noClasses()
            .that()
            .haveSimpleNameNotEndingWith("Settings")
            .and()
            .areNotMemberClasses()
            .and(doNotLoadConfiguration())
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("com.typesafe.config.Config")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule handlersShouldTakeTheClock = noClasses()
            .that()
            .resideInAPackage(SCOPE)
            .should()
            .callMethod(java.time.Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis");

    @ArchTest
    static final ArchRule packagesShouldHaveNoCycles =
            slices().matching("io.mediascope.(*).(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule everyPackageShouldBeNullMarked = classes()
            .that()
            .haveSimpleName("package-info")
            .and()
            .resideOutsideOfPackage("io.mediascope.transport.wire.v1")
            .should()
            .beAnnotatedWith("org.jspecify.annotations.NullMarked");

    /** Akka is started with a configuration object: the one class that puts it together hands it over. */
    private static DescribedPredicate<JavaClass> doNotLoadConfiguration() {
        return DescribedPredicate.describe(
                "do not load configuration", type -> !type.getSimpleName().endsWith("Configuration"));
    }
}
