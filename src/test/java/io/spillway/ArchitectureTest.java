package io.spillway;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.targetOwner;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.conditions.ArchConditions.be;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.Map.entry;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.vertx.core.Future;
import java.io.Externalizable;
import java.io.ObjectInput;
import java.io.ObjectOutput;
import java.io.Serializable;
import java.time.Clock;
import java.util.Calendar;
import java.util.Date;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Who may know whom, and what nobody may do. */
@AnalyzeClasses(packages = "io.spillway", importOptions = DoNotIncludeTests.class)
final class ArchitectureTest {
  private static final String[] PLAIN = {
    "io.spillway.breaker..",
    "io.spillway.execution..",
    "io.spillway.automation..",
    "io.spillway.resolution..",
    "io.spillway.audit.."
  };

  private static final Set<String> PLAIN_NAMES =
      Set.of("breaker", "execution", "automation", "resolution", "audit");

  /** Every package, and the packages above the plain ones that it may use. */
  private static final Map<String, Set<String>> MAY_USE =
      Map.ofEntries(
          entry(
              "app",
              Set.of(
                  "http", "console", "routing", "actor", "runner", "oidc", "auth", "grid", "store",
                  "demo")),
          entry("routing", Set.of("actor", "grid", "store")),
          entry("console", Set.of("http", "auth", "actor", "grid", "store")),
          entry("http", Set.of("auth", "actor", "grid", "store")),
          entry("runner", Set.of("actor", "grid", "store")),
          entry("actor", Set.of("grid", "store")),
          entry("auth", Set.of("store")),
          entry("oidc", Set.of("auth")),
          entry("grid", Set.of("store")),
          entry("store", Set.of()),
          entry("demo", Set.of()),
          entry("breaker", Set.of()),
          entry("execution", Set.of()),
          entry("automation", Set.of()),
          entry("resolution", Set.of()),
          entry("audit", Set.of()));

  @ArchTest
  static void everyPackageHasItsPlaceInTheArrows(JavaClasses all) {
    classes()
        .should()
        .resideInAnyPackage(
            MAY_USE.keySet().stream().map(ArchitectureTest::packageOf).toArray(String[]::new))
        .check(all);
  }

  @ArchTest
  static void packagesUseOnlyWhatTheArrowsAllow(JavaClasses all) {
    MAY_USE.forEach(
        (user, used) -> {
          Set<String> forbidden = new TreeSet<>(MAY_USE.keySet());
          forbidden.removeAll(used);
          forbidden.remove(user);
          if (!user.equals("demo")) {
            forbidden.removeAll(PLAIN_NAMES);
          }
          noClasses()
              .that()
              .resideInAPackage(packageOf(user))
              .should()
              .dependOnClassesThat()
              .resideInAnyPackage(
                  forbidden.stream().map(ArchitectureTest::packageOf).toArray(String[]::new))
              .check(all);
        });
  }

  private static String packageOf(String name) {
    return "io.spillway." + name + "..";
  }

  @ArchTest
  static final ArchRule plainPackagesKnowOnlyJavaAndEachOther =
      classes()
          .that()
          .resideInAnyPackage(PLAIN)
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(PLAIN).or(resideInAnyPackage("java..", "org.jspecify..")));

  @ArchTest
  static final ArchRule packagesFormNoCycles =
      slices().matching("io.spillway.(*)..").should().beFreeOfCycles();

  /**
   * A listener beside the chain may run after what follows in the chain, when another thread
   * completes the future just then. What an actor does with a result must happen before its next
   * turn.
   */
  @ArchTest
  static final ArchRule actorsChainWhatTheyDoWithResults =
      noClasses()
          .that()
          .resideInAPackage("io.spillway.actor")
          .should()
          .callMethodWhere(
              describe(
                  "Future.onSuccess",
                  call ->
                      call.getTarget().getName().equals("onSuccess")
                          && call.getTargetOwner().isAssignableTo(Future.class)));

  @ArchTest
  static final ArchRule onlyMainMethodsEndTheProcess =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName("io.spillway.app.Main")
          .and()
          .doNotHaveFullyQualifiedName("io.spillway.demo.Demo")
          .should()
          .accessTargetWhere(
              accessTo(System.class, "exit")
                  .or(accessTo(Runtime.class, "exit"))
                  .or(accessTo(Runtime.class, "halt")));

  @ArchTest
  static final ArchRule nothingUsesObjectStreams =
      noClasses()
          .should()
          .dependOnClassesThat()
          .areAssignableTo(ObjectInput.class)
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(ObjectOutput.class);

  /**
   * Hazelcast's own types extend Serializable; a class of ours that declares it would rely on it.
   */
  @ArchTest
  static final ArchRule whatTheGridSendsIsNotSerializable =
      noClasses()
          .that()
          .resideInAnyPackage("io.spillway.grid..", "io.spillway.actor..")
          .should(
              be(
                  describe(
                      "declared Serializable or Externalizable",
                      ArchitectureTest::declaresSerialization)));

  private static boolean declaresSerialization(JavaClass type) {
    return type.getRawInterfaces().stream()
        .anyMatch(
            i -> i.isEquivalentTo(Serializable.class) || i.isEquivalentTo(Externalizable.class));
  }

  @ArchTest
  static final ArchRule timeIsReadThroughAClock =
      noClasses()
          .should()
          .accessTargetWhere(
              describe("reads the time without a Clock", ArchitectureTest::readsTimeWithoutClock));

  private static boolean readsTimeWithoutClock(JavaAccess<?> access) {
    if (!(access.getTarget() instanceof CodeUnitAccessTarget target)) {
      return false;
    }
    JavaClass owner = target.getOwner();
    return switch (target.getName()) {
      case "currentTimeMillis" -> owner.isEquivalentTo(System.class);
      case "<init>" -> owner.isEquivalentTo(Date.class) && target.getRawParameterTypes().isEmpty();
      case "getInstance" -> owner.isEquivalentTo(Calendar.class);
      case "now" ->
          owner.getPackageName().startsWith("java.time")
              && target.getRawParameterTypes().stream()
                  .noneMatch(type -> type.isEquivalentTo(Clock.class));
      default -> false;
    };
  }

  @ArchTest
  static final ArchRule onlyAppPicksTheClock =
      noClasses()
          .that()
          .resideOutsideOfPackages("io.spillway.app..", "io.spillway.demo..")
          .should()
          .accessTargetWhere(
              targetOwner(type(Clock.class))
                  .and(
                      describe(
                          "picks a system clock",
                          access -> access.getTarget().getName().startsWith("system"))));

  @ArchTest
  static final ArchRule onlyAppAndDemoPrint =
      noClasses()
          .that()
          .resideOutsideOfPackages("io.spillway.app..", "io.spillway.demo..")
          .should()
          .accessTargetWhere(accessTo(System.class, "out").or(accessTo(System.class, "err")));

  @ArchTest
  static final ArchRule nothingSleeps =
      noClasses().should().accessTargetWhere(accessTo(Thread.class, "sleep"));

  /** A call, a method reference or a field access of this name. */
  private static DescribedPredicate<JavaAccess<?>> accessTo(Class<?> owner, String member) {
    return targetOwner(type(owner))
        .and(
            describe(
                owner.getSimpleName() + "." + member,
                access -> access.getTarget().getName().equals(member)));
  }
}
