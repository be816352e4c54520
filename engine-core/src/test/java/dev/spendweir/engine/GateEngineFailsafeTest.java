package dev.spendweir.engine;

import static dev.spendweir.engine.Scenario.assertDecision;
import static dev.spendweir.engine.Scenario.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spendweir.canonical.CanonicalJson;
import dev.spendweir.canonical.JsonNull;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.outcome.FailsafeCause;
import dev.spendweir.rejection.RejectedException;
import dev.spendweir.vocabulary.Mode;
import dev.spendweir.vocabulary.Outcome;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Decisions that were not made (spec 1.8, 10 A82). */
class GateEngineFailsafeTest {

    @ParameterizedTest
    @EnumSource(FailsafeCause.class)
    void failsafe_followsTheMode_andIsRetryable(FailsafeCause cause) {
        Outcome[] outcomes = {Outcome.ALLOW, Outcome.REQUIRE_APPROVAL, Outcome.DENY};
        Mode[] modes = {Mode.SHADOW, Mode.SOFT, Mode.HARD};
        for (int i = 0; i < modes.length; i++) {
            Scenario scenario = given().policy("{'modes':{'default':'" + modes[i].wireName() + "'}}");
            Decision decision = scenario.engine().failsafe(scenario.readPolicy(), scenario.readRequest(), cause);
            assertDecision(decision, outcomes[i], cause.reason().wireName());
            assertThat(decision.baseOutcome()).isEqualTo(outcomes[i]);
            assertThat(decision.retryable()).isTrue();
            assertThat(decision.modeScope()).isEqualTo("default");
        }
    }

    @Test
    void failsafe_record_hasTheSameKeysAndNulls() {
        Scenario scenario = given();
        JsonObject record = scenario.engine()
                .failsafe(scenario.readPolicy(), scenario.readRequest(), FailsafeCause.TIMEOUT)
                .record();
        assertThat(record.names()).isEqualTo(scenario.record().names());
        for (String name : List.of(
                "computed_context",
                "waterfall",
                "limiting_stage",
                "reservation_plan",
                "routing",
                "policy_version",
                "snapshot_sha256")) {
            assertThat(record.get(name)).as(name).isEqualTo(JsonNull.NULL);
        }
        assertThat(CanonicalJson.text(record))
                .contains("\"matched_rules\":[]")
                .contains("\"warnings\":[]")
                .contains("\"retryable\":true")
                .contains("\"policy_sha256\":\"" + scenario.readPolicy().sha256() + "\"");
        GateEngineRecordTest.assertHashCoversTheRest(record);
    }

    @Test
    void failsafe_withoutAPolicy_takesTheFallbackMode() {
        Scenario scenario = given();
        Decision hard = scenario.engine().failsafe(null, scenario.readRequest(), FailsafeCause.ERROR);
        assertDecision(hard, Outcome.DENY, "failsafe_error");
        assertThat(hard.modeScope()).isEqualTo("fallback");
        assertThat(hard.record().get("policy_sha256")).isEqualTo(JsonNull.NULL);
        Decision soft = scenario.engine().failsafe(null, Mode.SOFT, scenario.readRequest(), FailsafeCause.ERROR);
        assertThat(soft.outcome()).isEqualTo(Outcome.REQUIRE_APPROVAL);
        assertThat(soft.routing()).isNull();
    }

    @Test
    void failsafeCause_isReadWithAndWithoutPrefix() {
        for (FailsafeCause cause : FailsafeCause.values()) {
            String reason = cause.reason().wireName();
            assertThat(FailsafeCause.parse(reason)).isEqualTo(cause);
            assertThat(FailsafeCause.parse(reason.substring("failsafe_".length())))
                    .isEqualTo(cause);
        }
        for (String bad : new String[] {null, "", "failsafe_", "Timeout", "failsafe_failsafe_timeout"}) {
            assertThatThrownBy(() -> FailsafeCause.parse(bad))
                    .isInstanceOf(RejectedException.class)
                    .hasMessageStartingWith("INVALID_FIELD at /cause");
        }
    }
}
