package dev.spendweir.vocabulary;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class VocabularyTest {

    private static <T> void assertRoundTrip(
            T[] words, Function<T, String> wireName, Function<String, Optional<T>> read) {
        assertThat(words).extracting(wireName).doesNotHaveDuplicates();
        for (T word : words) {
            assertThat(read.apply(wireName.apply(word))).contains(word);
            assertThat(read.apply(wireName.apply(word) + " ")).isEmpty();
        }
        assertThat(read.apply("")).isEmpty();
    }

    @Test
    void everyWord_isFoundUnderItsWireNameAndNoOther() {
        assertRoundTrip(Source.values(), Source::wireName, Source::ofWireName);
        assertRoundTrip(EnvironmentClass.values(), EnvironmentClass::wireName, EnvironmentClass::ofWireName);
        assertRoundTrip(Mode.values(), Mode::wireName, Mode::ofWireName);
        assertRoundTrip(Outcome.values(), Outcome::wireName, Outcome::ofWireName);
        assertRoundTrip(Role.values(), Role::wireName, Role::ofWireName);
        assertRoundTrip(RiskClass.values(), RiskClass::wireName, RiskClass::ofWireName);
        assertRoundTrip(ReasonCode.values(), ReasonCode::wireName, ReasonCode::ofWireName);
    }

    @Test
    void outcomes_areInOrderOfSeverity() {
        assertThat(Arrays.stream(Outcome.values()).map(Outcome::wireName))
                .containsExactly("ALLOW", "ALLOW_WITH_CREDITS", "REQUIRE_APPROVAL", "DENY");
        for (Outcome one : Outcome.values()) {
            for (Outcome other : Outcome.values()) {
                assertThat(one.harsher(other)).isEqualTo(one.compareTo(other) > 0 ? one : other);
            }
        }
    }

    @Test
    void reasons_areSnakeCaseWithASentence() {
        for (ReasonCode reason : ReasonCode.values()) {
            assertThat(reason.wireName()).matches("[a-z][a-z0-9_]*");
            assertThat(reason.meaning()).matches("[A-Z].*\\.");
        }
    }
}
