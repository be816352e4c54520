package dev.spendweir.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What every class of engine-core keeps to. The rules name no module of ours, so that a test can also put a class that
 * breaks them in front of them.
 *
 * <p>Class files do not show everything: that a map is iterated whose order differs from one JVM to the next
 * ({@code Map.of}, {@code Set.of}, {@code HashMap} over identity hashes) is left to the reviewer and to the tests that
 * compare bytes between runs.
 */
final class EngineCoreRules {

    private static final String CANONICAL = "dev.spendweir.canonical..";
    private static final String JACKSON = "com.fasterxml.jackson..";

    private static final Set<String> FLOATING =
            Set.of("double", "float", "double[]", "float[]", "java.lang.Double", "java.lang.Float");

    /** Calls that read the default locale or charset, as {@code owner.method(parameters)}. */
    private static final Set<String> DEFAULT_LOCALE_OR_CHARSET = Set.of(
            "java.lang.String.toLowerCase()",
            "java.lang.String.toUpperCase()",
            "java.lang.String.format(java.lang.String, [Ljava.lang.Object;)",
            "java.lang.String.formatted([Ljava.lang.Object;)",
            "java.lang.String.getBytes()",
            "java.lang.String.<init>([B)",
            "java.lang.String.<init>([B, int, int)",
            "java.io.ByteArrayOutputStream.toString()",
            "java.io.InputStreamReader.<init>(java.io.InputStream)",
            "java.io.OutputStreamWriter.<init>(java.io.OutputStream)",
            "java.time.format.DateTimeFormatter.ofPattern(java.lang.String)",
            "java.time.format.DateTimeFormatterBuilder.toFormatter()",
            "java.util.Locale.getDefault()",
            "java.util.Locale.getDefault(java.util.Locale$Category)",
            "java.nio.charset.Charset.defaultCharset()",
            "java.time.ZoneId.systemDefault()",
            "java.util.TimeZone.getDefault()");

    /** Types whose use alone reads a clock, a default or a source of chance, or waits, or leaves the process. */
    private static final Map<String, List<String>> FORBIDDEN_TYPES = Map.of(
            "clock", List.of("java.time.Clock", "java.time.InstantSource", "java.util.Date", "java.util.Calendar"),
            "chance",
                    List.of(
                            "java.util.Random",
                            "java.util.SplittableRandom",
                            "java.util.random.RandomGenerator",
                            "java.security.SecureRandom"),
            "threads", List.of("java.lang.Thread", "java.lang.ThreadLocal", "java.util.Timer", "java.util.TimerTask"),
            "outside",
                    List.of(
                            "java.lang.Runtime",
                            "java.lang.Process",
                            "java.lang.ProcessBuilder",
                            "java.util.Scanner",
                            "java.io.File",
                            "java.io.FileInputStream",
                            "java.io.FileOutputStream",
                            "java.io.FileReader",
                            "java.io.FileWriter",
                            "java.io.RandomAccessFile",
                            "java.io.PrintStream",
                            "java.io.PrintWriter",
                            "java.io.Console"),
            "locale",
                    List.of(
                            "java.text.NumberFormat",
                            "java.text.DecimalFormat",
                            "java.text.DateFormat",
                            "java.text.SimpleDateFormat",
                            "java.text.MessageFormat",
                            "java.text.Collator",
                            "java.util.TimeZone",
                            "java.util.Formatter"));

    static final ArchRule DEPENDS_ON_NOTHING_OF_OURS = noClasses()
            .should()
            .dependOnClassesThat(resideInAnyPackage(
                    "dev.spendweir.server..", "dev.spendweir.cli..", "dev.spendweir.webhook..", "dev.spendweir.cel.."))
            .because("dependencies point inward only");

    /** The low-level classes alone: pure arithmetic on arrays, without providers, chance or configuration. */
    private static final String ED25519 = "org.bouncycastle.math.ec.rfc8032..";

    static final ArchRule USES_ONLY_THE_JDK_AND_JACKSON = classes()
            .should()
            .onlyDependOnClassesThat(
                    resideInAnyPackage("dev.spendweir..", "java..", "org.jspecify..", JACKSON, ED25519))
            .because("an embeddable library must not decide what else its users have on their class path");

    static final ArchRule JACKSON_STAYS_IN_CANONICAL = noClasses()
            .that()
            .resideOutsideOfPackage(CANONICAL)
            .should()
            .dependOnClassesThat(resideInAPackage(JACKSON))
            .because("one place reads and writes JSON");

    static final ArchRule JACKSON_IS_NOT_IN_THE_API = noClasses()
            .that()
            .arePublic()
            .should(Signatures.expose(resideInAPackage(JACKSON)))
            .because("users have Jackson 2 or 3, or neither, on their class path");

    static final ArchRule CALLS_NO_CLOCK = noClasses()
            .should()
            .dependOnClassesThat(named("clock"))
            .orShould()
            .accessTargetWhere(target("a method now() of java.time or a time of System", EngineCoreRules::readsClock))
            .because("time is an argument named clockTime");

    static final ArchRule TAKES_NO_CHANCE = noClasses()
            .should()
            .dependOnClassesThat(named("chance"))
            .orShould()
            .accessTargetWhere(target("a random number", EngineCoreRules::isRandom))
            .because("the same input gives the same bytes");

    static final ArchRule STARTS_AND_AWAITS_NO_THREAD = noClasses()
            .should()
            .dependOnClassesThat(named("threads"))
            .orShould()
            .dependOnClassesThat(describe(
                    "belong to java.util.concurrent, concurrent maps excepted",
                    type -> type.getPackageName().startsWith("java.util.concurrent")
                            && !Set.of("ConcurrentMap", "ConcurrentHashMap").contains(type.getSimpleName())))
            .orShould()
            .accessTargetWhere(target("a wait or a parallel stream", EngineCoreRules::waitsOrForks))
            .because("a pure function needs neither");

    static final ArchRule DECLARES_NO_SYNCHRONIZED_METHOD =
            methods().should().notHaveModifier(JavaModifier.SYNCHRONIZED).because("immutable values need no lock");

    static final ArchRule TOUCHES_NOTHING_OUTSIDE = noClasses()
            .should()
            .dependOnClassesThat(named("outside"))
            .orShould()
            .dependOnClassesThat(resideInAnyPackage(
                    "java.nio.file..",
                    "java.nio.channels..",
                    "java.net..",
                    "java.sql..",
                    "javax..",
                    "java.util.prefs..",
                    "java.util.logging.."))
            .orShould()
            .accessTargetWhere(target(
                    "a member of System other than arraycopy",
                    access -> ownerIs(access, System.class) && !access.getName().equals("arraycopy")))
            .because("files, network, environment and output belong to the shell");

    static final ArchRule USES_NO_DEFAULT_LOCALE_ZONE_OR_CHARSET = noClasses()
            .should()
            .dependOnClassesThat(named("locale"))
            .orShould()
            .accessTargetWhere(target(
                    "a default locale, zone or charset",
                    access -> DEFAULT_LOCALE_OR_CHARSET.contains(Signatures.ofCall(access))))
            .because("a decision must not depend on the machine's settings");

    static final ArchRule DECLARES_NO_FLOATING_POINT = noClasses()
            .that()
            .resideOutsideOfPackage(CANONICAL)
            .should(Signatures.mention(describe("floating point", EngineCoreRules::isFloating)))
            .because("money is long micros; package canonical alone needs doubles, for RFC 8785 numbers");

    static final ArchRule CALLS_NO_FLOATING_POINT = noClasses()
            .that()
            .resideOutsideOfPackage(CANONICAL)
            .should()
            .accessTargetWhere(target("a member with floating point in it", EngineCoreRules::involvesFloating))
            .because("money is long micros; package canonical alone needs doubles, for RFC 8785 numbers");

    static final ArchRule PACKAGES_ARE_FREE_OF_CYCLES =
            slices().matching("dev.spendweir.(*)..").should().beFreeOfCycles();

    private EngineCoreRules() {}

    private static DescribedPredicate<JavaClass> named(String group) {
        List<String> names = FORBIDDEN_TYPES.getOrDefault(group, List.of());
        return describe("are about " + group + " " + names, type -> names.contains(type.getName()));
    }

    private static DescribedPredicate<JavaAccess<?>> target(String what, Predicate<AccessTarget> rule) {
        return describe(what, access -> rule.test(access.getTarget()));
    }

    private static boolean ownerIs(AccessTarget target, Class<?> type) {
        return target.getOwner().isEquivalentTo(type);
    }

    private static boolean readsClock(AccessTarget target) {
        boolean now = target.getName().equals("now")
                && target.getOwner().getPackageName().startsWith("java.time");
        return now
                || ownerIs(target, System.class)
                        && Set.of("currentTimeMillis", "nanoTime").contains(target.getName());
    }

    private static boolean isRandom(AccessTarget target) {
        return switch (target.getFullName().replaceAll("\\(.*", "")) {
            case "java.util.UUID.randomUUID",
                    "java.lang.Math.random",
                    "java.lang.StrictMath.random",
                    "java.util.Collections.shuffle",
                    "java.lang.System.identityHashCode" -> true;
            default -> false;
        };
    }

    private static boolean waitsOrForks(AccessTarget target) {
        boolean monitor = Set.of("wait", "notify", "notifyAll").contains(target.getName())
                && target.getFullName().startsWith("java.lang.Object.");
        return monitor || Set.of("parallel", "parallelStream").contains(target.getName());
    }

    private static boolean isFloating(JavaClass type) {
        return FLOATING.contains(type.getName())
                || FLOATING.contains(type.getBaseComponentType().getName());
    }

    private static boolean involvesFloating(AccessTarget target) {
        return Stream.concat(Stream.of(target.getOwner()), Signatures.typesOf(target))
                .anyMatch(EngineCoreRules::isFloating);
    }
}
