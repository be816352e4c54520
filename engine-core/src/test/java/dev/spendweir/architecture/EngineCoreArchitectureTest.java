package dev.spendweir.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import dev.spendweir.architecture.fixture.Violations;
import dev.spendweir.architecture.fixture.first.First;
import dev.spendweir.architecture.fixture.second.Second;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class EngineCoreArchitectureTest {

    private static final JavaClasses ENGINE_CORE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.spendweir");

    private static final List<ArchRule> RULES = List.of(
            EngineCoreRules.DEPENDS_ON_NOTHING_OF_OURS,
            EngineCoreRules.USES_ONLY_THE_JDK_AND_TWO_LIBRARIES,
            EngineCoreRules.JACKSON_STAYS_IN_CANONICAL,
            EngineCoreRules.BOUNCY_CASTLE_STAYS_IN_SIGNATURE,
            EngineCoreRules.JACKSON_IS_NOT_IN_THE_API,
            EngineCoreRules.CALLS_NO_CLOCK,
            EngineCoreRules.TAKES_NO_CHANCE,
            EngineCoreRules.STARTS_AND_AWAITS_NO_THREAD,
            EngineCoreRules.DECLARES_NO_SYNCHRONIZED_METHOD,
            EngineCoreRules.TOUCHES_NOTHING_OUTSIDE,
            EngineCoreRules.USES_NO_DEFAULT_LOCALE_ZONE_OR_CHARSET,
            EngineCoreRules.DECLARES_NO_FLOATING_POINT,
            EngineCoreRules.CALLS_NO_FLOATING_POINT);

    static List<ArchRule> rules() {
        return RULES;
    }

    static Stream<Arguments> violations() {
        return Stream.of(
                arguments(EngineCoreRules.DEPENDS_ON_NOTHING_OF_OURS, Violations.KnowsServer.class),
                arguments(EngineCoreRules.USES_ONLY_THE_JDK_AND_TWO_LIBRARIES, EngineCoreArchitectureTest.class),
                arguments(EngineCoreRules.JACKSON_STAYS_IN_CANONICAL, Violations.ReturnsJackson.class),
                arguments(EngineCoreRules.BOUNCY_CASTLE_STAYS_IN_SIGNATURE, Violations.SignsByItself.class),
                arguments(EngineCoreRules.JACKSON_IS_NOT_IN_THE_API, Violations.ReturnsJackson.class),
                arguments(EngineCoreRules.CALLS_NO_CLOCK, Violations.AsksInstant.class),
                arguments(EngineCoreRules.CALLS_NO_CLOCK, Violations.AsksLocalDate.class),
                arguments(EngineCoreRules.CALLS_NO_CLOCK, Violations.AsksSystemTime.class),
                arguments(EngineCoreRules.CALLS_NO_CLOCK, Violations.HoldsClock.class),
                arguments(EngineCoreRules.CALLS_NO_CLOCK, Violations.MakesDate.class),
                arguments(EngineCoreRules.TAKES_NO_CHANCE, Violations.HoldsRandom.class),
                arguments(EngineCoreRules.TAKES_NO_CHANCE, Violations.MakesUuid.class),
                arguments(EngineCoreRules.STARTS_AND_AWAITS_NO_THREAD, Violations.HoldsFuture.class),
                arguments(EngineCoreRules.STARTS_AND_AWAITS_NO_THREAD, Violations.StartsThread.class),
                arguments(EngineCoreRules.STARTS_AND_AWAITS_NO_THREAD, Violations.ForksStream.class),
                arguments(EngineCoreRules.STARTS_AND_AWAITS_NO_THREAD, Violations.WaitsOnMonitor.class),
                arguments(EngineCoreRules.DECLARES_NO_SYNCHRONIZED_METHOD, Violations.WaitsOnMonitor.class),
                arguments(EngineCoreRules.TOUCHES_NOTHING_OUTSIDE, Violations.NamesFile.class),
                arguments(EngineCoreRules.TOUCHES_NOTHING_OUTSIDE, Violations.ReadsEnvironment.class),
                arguments(EngineCoreRules.TOUCHES_NOTHING_OUTSIDE, Violations.PrintsLine.class),
                arguments(EngineCoreRules.USES_NO_DEFAULT_LOCALE_ZONE_OR_CHARSET, Violations.LowersCase.class),
                arguments(EngineCoreRules.USES_NO_DEFAULT_LOCALE_ZONE_OR_CHARSET, Violations.FormatsText.class),
                arguments(EngineCoreRules.USES_NO_DEFAULT_LOCALE_ZONE_OR_CHARSET, Violations.ReferencesUpperCase.class),
                arguments(EngineCoreRules.USES_NO_DEFAULT_LOCALE_ZONE_OR_CHARSET, Violations.EncodesByDefault.class),
                arguments(EngineCoreRules.USES_NO_DEFAULT_LOCALE_ZONE_OR_CHARSET, Violations.AsksZone.class),
                arguments(EngineCoreRules.DECLARES_NO_FLOATING_POINT, Violations.HoldsDouble.class),
                arguments(EngineCoreRules.DECLARES_NO_FLOATING_POINT, Violations.TakesFloats.class),
                arguments(EngineCoreRules.DECLARES_NO_FLOATING_POINT, Violations.ReturnsDoubles.class),
                arguments(EngineCoreRules.CALLS_NO_FLOATING_POINT, Violations.ConvertsToDouble.class),
                arguments(EngineCoreRules.CALLS_NO_FLOATING_POINT, Violations.CallsMath.class));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void engineCore_keepsTo(ArchRule rule) {
        rule.check(ENGINE_CORE);
    }

    @ParameterizedTest
    @MethodSource("violations")
    void rule_brokenByClass_isReported(ArchRule rule, Class<?> breaksIt) {
        assertThat(rule.evaluate(only(breaksIt)).hasViolation()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("rules")
    void rule_keptByClass_isSilent(ArchRule rule) {
        rule.check(only(Violations.KeepsToAll.class));
    }

    @Test
    void packages_ofEngineCore_areFreeOfCycles() {
        EngineCoreRules.PACKAGES_ARE_FREE_OF_CYCLES.check(ENGINE_CORE);
    }

    @Test
    void packages_thatNeedEachOther_areReported() {
        ArchRule rule = SlicesRuleDefinition.slices()
                .matching("dev.spendweir.architecture.fixture.(*)..")
                .should()
                .beFreeOfCycles();
        assertThat(rule.evaluate(only(First.class, Second.class)).hasViolation())
                .isTrue();
    }

    @Test
    void engineCore_outsideCanonical_calculatesWithNoFloatingPoint() {
        assertThat(instructions(BytecodeScan::floatingPoint, type -> !isIn(type, "dev.spendweir.canonical")))
                .isEmpty();
    }

    @Test
    void engineCore_takesNoMonitor() {
        assertThat(instructions(BytecodeScan::monitors, type -> true)).isEmpty();
    }

    @Test
    void instructionScan_findsLocalDoublesAndLockedBlocks() {
        assertThat(BytecodeScan.floatingPoint(Violations.CalculatesWithLocalDouble.class))
                .isNotEmpty();
        assertThat(BytecodeScan.monitors(Violations.LocksBlock.class)).hasSize(1);
        assertThat(BytecodeScan.floatingPoint(Violations.KeepsToAll.class)).isEmpty();
        assertThat(BytecodeScan.monitors(Violations.KeepsToAll.class)).isEmpty();
    }

    @Test
    void imported_classes_areThoseOfEngineCore() {
        assertThat(ENGINE_CORE.stream().map(JavaClass::getPackageName)).contains("dev.spendweir.engine");
    }

    private static List<String> instructions(Function<Class<?>, List<String>> scan, Predicate<JavaClass> where) {
        return ENGINE_CORE.stream()
                .filter(where)
                .map(JavaClass::reflect)
                .flatMap(type -> scan.apply(type).stream())
                .toList();
    }

    private static boolean isIn(JavaClass type, String packageName) {
        return type.getPackageName().equals(packageName)
                || type.getPackageName().startsWith(packageName + ".");
    }

    private static JavaClasses only(Class<?>... types) {
        return new ClassFileImporter().importClasses(types);
    }
}
