package dev.picket.cli;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.be;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** The rules of DESIGN that neither Maven nor the compiler keeps. */
final class ArchitectureTest {

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .withImportOption(location -> !location.contains("-tests.jar"))
          .importPackages("dev.picket");

  @Test
  void everyModuleIsLookedAt() {
    assertThat(CLASSES.stream().map(JavaClass::getPackageName).distinct())
        .contains(
            "dev.picket.runtime",
            "dev.picket.coordination.lease",
            "dev.picket.coordination.loop",
            "dev.picket.coordination.shard",
            "dev.picket.observation",
            "dev.picket.kube",
            "dev.picket.store",
            "dev.picket.sources.webhook",
            "dev.picket.sources.informer",
            "dev.picket.lab",
            "dev.picket.server",
            "dev.picket.cli");
  }

  @Test
  void packagesHaveNoCycles() {
    check(
        slices()
            .matching("dev.picket.(**)")
            .should()
            .beFreeOfCycles()
            .because("ideas point inward: move what both need to the one that is used"));
  }

  @Test
  void theCoreKnowsNoTechnology() {
    check(
        noClasses()
            .that()
            .resideInAnyPackage(
                "dev.picket.observation..", "dev.picket.coordination..", "dev.picket.runtime..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                "java.sql..",
                "javax.sql..",
                "java.net.http..",
                "io.helidon..",
                "io.fabric8..",
                "com.fasterxml..",
                "dev.cel..",
                "org.postgresql..")
            .because("it must run in a simulation: add a port here and fill it in another module"));
  }

  @Test
  void onlyTheStoreSpeaksSql() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackages("dev.picket.store..", "dev.picket.bench..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.sql..", "javax.sql..", "org.postgresql..")
            .because("other modules ask the port ObservationStore; add what is missing to it"));
  }

  @Test
  void onlyKubeUsesAKubernetesClient() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage("dev.picket.kube..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.fabric8..")
            .because("other modules ask kube for what they need, in words of their own"));
  }

  @Test
  void onlyThoseWhoSpeakToClustersSeeKube() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackages(
                "dev.picket.kube..",
                "dev.picket.sources.informer..",
                "dev.picket.injector..",
                "dev.picket.cli..",
                "dev.picket.bench..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.picket.kube..")
            .because("what is told of objects goes through an ObservationStore or a ShardGroup"));
  }

  @Test
  void theLabKnowsNothingOfPicket() {
    check(
        noClasses()
            .that()
            .resideInAPackage("dev.picket.lab..")
            .should()
            .dependOnClassesThat(
                resideInAPackage("dev.picket..")
                    .and(not(resideInAnyPackage("dev.picket.lab..", "dev.picket.runtime.."))))
            .because("it stands in for an API server, which does not know who asks"));
  }

  @Test
  void coordinationKnowsNothingOfWhatIsShared() {
    check(
        noClasses()
            .that()
            .resideInAPackage("dev.picket.coordination..")
            .should()
            .dependOnClassesThat(
                resideInAPackage("dev.picket..")
                    .and(
                        not(
                            resideInAnyPackage(
                                "dev.picket.coordination..", "dev.picket.runtime.."))))
            .because("any operator may use it: whoever owns partitions decides what they are for"));
  }

  @Test
  void timeIsPassedIn() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackages("dev.picket.runtime..", "dev.picket.bench..")
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(Clock.class, "systemUTC")
            .because("take an InstantSource for dates and a runtime.Ticker for durations"));
  }

  @Test
  void theRealClockAndRandomnessEnterInTheCommand() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackages(
                "dev.picket.cli..", "dev.picket.bench..", "dev.picket.lab.junit..")
            .should()
            .callMethod(InstantSource.class, "system")
            .orShould()
            .callConstructor(Random.class)
            .orShould()
            .callConstructor(SecureRandom.class)
            .orShould()
            .callMethod(ThreadLocalRandom.class, "current")
            .because("take them as constructor arguments, so that a test can choose them"));
  }

  @Test
  void nothingSleepsAndThreadsBelongToServices() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackages("dev.picket.runtime..", "dev.picket.bench..")
            .should()
            .callMethod(Thread.class, "sleep", long.class)
            .orShould()
            .callMethod(Thread.class, "sleep", Duration.class)
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(Executors.class)
            .because("use runtime.Repeater, or a named thread that a Service starts and joins"));
  }

  @Test
  void theProcessEndsInMain() {
    check(
        noClasses()
            .that()
            .doNotHaveSimpleName("Main")
            .should()
            .callMethod(System.class, "exit", int.class)
            .orShould()
            .callMethod(Runtime.class, "halt", int.class)
            .because("throw, and let main choose the exit code"));
  }

  @Test
  void everyPackageIsNullMarked() {
    assertThat(CLASSES.stream().map(JavaClass::getPackage).distinct())
        .allSatisfy(each ->
            assertThat(each.isAnnotatedWith(NullMarked.class))
                .as("%s needs a package-info.java with @NullMarked", each.getName())
                .isTrue());
  }

  @Test
  void theRuntimeStaysSmall() {
    assertThat(
            CLASSES.stream()
                .filter(each -> each.getPackageName().equals("dev.picket.runtime"))
                .filter(each -> each.isTopLevelClass())
                .filter(each -> each.getModifiers().contains(JavaModifier.PUBLIC)))
        .as("runtime holds what every process needs; what one module needs belongs to that module")
        .hasSizeLessThan(10);
  }

  @Test
  void namesSayWhatAThingIs() {
    check(
        classes()
            .should(
                be(
                    not(
                        DescribedPredicate.<JavaClass>describe(
                            "vaguely named",
                            each ->
                                each.getSimpleName().matches(".*(Util|Utils|Impl|Manager|Helper)")
                                    || each.getPackageName()
                                        .matches(".*\\.(util|utils|common|impl)(\\..*)?")))))
            .because("name it for what it does"));
  }

  private static void check(ArchRule rule) {
    rule.check(CLASSES);
  }
}
