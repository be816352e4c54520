package dev.spendweir.engine;

import static dev.spendweir.engine.Scenario.daily;
import static dev.spendweir.engine.Scenario.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spendweir.canonical.CanonicalJson;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonReader;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.policy.RuleResult;
import dev.spendweir.snapshot.CreditPool;
import org.junit.jupiter.api.Test;

/** The record of a decision and its hash (spec 1.8). */
class GateEngineRecordTest {

    static void assertHashCoversTheRest(JsonObject record) {
        String stated = ((JsonString) record.get("decision_sha256")).value();
        assertThat(CanonicalJson.sha256(record.without("decision_sha256"))).isEqualTo(stated);
    }

    @Test
    void record_isCanonicalAndItsHashCoversTheRest() {
        Decision decision = GateEngineRulesTest.rule("deny", "", RuleResult.matched("r1", "caf\u00e9 \"\n"))
                .grant("r", CreditPool.RESERVED, "6")
                .decide();
        JsonObject record = decision.record();
        assertThat(CanonicalJson.bytes(record)).isEqualTo(decision.recordBytes());
        assertThat(((JsonString) record.get("decision_sha256")).value()).isEqualTo(decision.decisionSha256());
        assertHashCoversTheRest(record);
        assertThat(record.names())
                .containsExactly(
                        "base_outcome",
                        "computed_context",
                        "decision_sha256",
                        "environment_class",
                        "fingerprint",
                        "limiting_stage",
                        "matched_rules",
                        "mode",
                        "mode_scope",
                        "outcome",
                        "policy_sha256",
                        "policy_version",
                        "reason_codes",
                        "request_sha256",
                        "reservation_plan",
                        "retryable",
                        "routing",
                        "schema",
                        "scope_fingerprint",
                        "snapshot_sha256",
                        "warnings",
                        "waterfall");
    }

    @Test
    void record_bindsPolicyRequestAndSnapshot() {
        Scenario scenario = given().budget("100").costs(daily("2026-03-01", "2026-03-17", d -> "1"));
        JsonObject record = scenario.record();
        assertThat(record.get("policy_sha256"))
                .isEqualTo(new JsonString(scenario.readPolicy().sha256()));
        assertThat(record.get("request_sha256"))
                .isEqualTo(new JsonString(
                        CanonicalJson.sha256(scenario.readRequest().toJson())));
        assertThat(record.get("snapshot_sha256"))
                .isEqualTo(
                        new JsonString(CanonicalJson.sha256(scenario.snapshot().hashedJson())));
        assertThat(((JsonObject) record.get("computed_context")).get("policy_sha256"))
                .isEqualTo(record.get("policy_sha256"));
    }

    @Test
    void record_bytes_areTheCallersOwn() {
        Decision decision = given().decide();
        byte[] first = decision.recordBytes();
        first[0] = 'x';
        assertThat(JsonReader.read(decision.recordBytes())).isEqualTo(decision.record());
    }

    @Test
    void clockTime_isCutToMilliseconds() {
        Decision decision = given().clock("2026-03-18T12:00:00.123999Z").decide();
        assertThat(((JsonObject) decision.record().get("computed_context")).get("clock_time"))
                .isEqualTo(new JsonString("2026-03-18T12:00:00.123Z"));
        assertThat(decision.decisionSha256())
                .isEqualTo(given().clock("2026-03-18T12:00:00.123Z").decide().decisionSha256());
    }
}
