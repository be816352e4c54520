package dev.spendweir.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spendweir.amount.Amount;
import dev.spendweir.canonical.CanonicalJson;
import dev.spendweir.canonical.JsonArray;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.testing.Json;
import dev.spendweir.testing.Refusals;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyRulesTest {

    private static Policy policy(String rules) {
        return PolicyReader.read(Json.value("{'rules':[" + rules + "]}"));
    }

    private static List<String> refusals(String rules) {
        return Refusals.of(() -> policy(rules)).stream()
                .map(finding -> finding.replace("/rules", ""))
                .toList();
    }

    private static String rule(String members) {
        return "{'id':'r','when':'true','effect':'deny'" + (members.isEmpty() ? "" : "," + members) + "}";
    }

    @Test
    void rule_withTheRequiredAlone_isFilledUp() {
        assertThat(CanonicalJson.text(Json.at(policy(rule("")).canonicalJson(), "/rules/0")))
                .isEqualTo("{\"effect\":\"deny\",\"id\":\"r\",\"message\":null,\"message_expression\":null,"
                        + "\"on_error\":\"apply\",\"reason\":\"rule_r\",\"when\":\"true\"}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            id     | null ; '' ; 'A' ; 'a-b' ; 'a.b' ; '\u00e4' ; ' a' ; 5
            when   | null ; '' ; 5 ; 'a\\u0000' ; '\\ud800' ; []
            effect | null ; '' ; 'allow' ; 'DENY' ; 5
            reason | '' ; 'A' ; '1a' ; '_a' ; 'a-b' ; 5
            message | 5 ; 'a\\u0000' ; '\\udc00'
            message_expression | 5 ; '' ; 'a\\u0000' ; '\\udc00'
            on_error | '' ; 'fail' ; 5
            """)
    void rule_badMember_isInvalidAtIt(String name, String values) {
        for (String value : values.split(" ; ")) {
            JsonObject rule = Json.object(rule("")).with(name, Json.value(value));
            JsonObject document = JsonObject.EMPTY.with("rules", new JsonArray(List.of(rule)));
            assertThat(Refusals.of(() -> PolicyReader.read(document)))
                    .as(value)
                    .containsExactly("POLICY_INVALID /rules/0/" + name);
        }
    }

    @Test
    void rule_lengths_areCheckedAtTheEdge() {
        assertThat(refusals(rule("").replace("'r'", "'" + "a".repeat(64) + "'")))
                .isEmpty();
        assertThat(refusals(rule("").replace("'r'", "'" + "a".repeat(65) + "'")))
                .containsExactly("POLICY_INVALID /0/id");
        assertThat(refusals(rule("'reason':'" + "a".repeat(128) + "'"))).isEmpty();
        assertThat(refusals(rule("'reason':'" + "a".repeat(129) + "'"))).containsExactly("POLICY_INVALID /0/reason");
        // Bytes, not characters: the euro sign has three.
        assertThat(refusals(rule("").replace("'true'", "'" + "\u20ac".repeat(1365) + "a'")))
                .isEmpty();
        assertThat(refusals(rule("").replace("'true'", "'" + "\u20ac".repeat(1365) + "ab'")))
                .containsExactly("POLICY_INVALID /0/when");
        assertThat(refusals(rule("'message':''"))).isEmpty();
        assertThat(refusals(rule("'message':'" + "\ud83d\ude00".repeat(1024) + "'")))
                .isEmpty();
        assertThat(refusals(rule("'message':'" + "\ud83d\ude00".repeat(1024) + "x'")))
                .containsExactly("POLICY_INVALID /0/message");
        assertThat(refusals(rule("'message_expression':'" + "x".repeat(4097) + "'")))
                .containsExactly("POLICY_INVALID /0/message_expression");
    }

    @Test
    void rule_bothMessages_areInvalidAtTheExpression() {
        assertThat(refusals(rule("'message':'a','message_expression':'b'")))
                .containsExactly("POLICY_INVALID /0/message_expression");
        assertThat(refusals(rule("'message':null,'message_expression':'b'"))).isEmpty();
    }

    @Test
    void rule_unknownMember_isUnknown() {
        assertThat(refusals(rule("'priority':null"))).containsExactly("POLICY_UNKNOWN_FIELD /0/priority");
    }

    @Test
    void rules_equalIds_areInvalidFromTheSecondOn() {
        assertThat(refusals(rule("") + "," + rule(""))).containsExactly("POLICY_INVALID /1/id");
    }

    @Test
    void rules_64_areTakenAnd65Refused() {
        StringBuilder rules = new StringBuilder();
        for (int i = 0; i < 64; i++) {
            rules.append(i == 0 ? "" : ",").append(rule("").replace("'r'", "'r" + i + "'"));
        }
        assertThat(refusals(rules.toString())).isEmpty();
        assertThat(refusals(rules + "," + rule(""))).containsExactly("POLICY_INVALID ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plan_limit_exceeded",
                "budget_exceeded",
                "credits_exhausted",
                "enterprise_ceiling_exceeded",
                "no_cost_increase",
                "no_budget_configured",
                "within_allocation",
                "covered_by_reserved_credits",
                "covered_by_emergency_credits",
                "hard_deny_threshold_exceeded",
                "emergency_credits_require_approval",
                "unpriced_resources",
                "cost_data_stale",
                "cost_data_unavailable",
                "auto_approved_below_threshold",
                "approval_required_prod",
                "approval_required_nonprod",
                "soft_mode_escalated",
                "shadow_mode_observed",
                "rule_error",
                "rule_error_skipped",
                "failsafe_timeout",
                "failsafe_lock_contended",
                "failsafe_lock_timeout",
                "failsafe_store_unavailable",
                "failsafe_overload",
                "failsafe_error"
            })
    void lint_reasonOfTheEngine_isShadowed(String reason) {
        assertThat(policy(rule("'reason':'" + reason + "'")).warnings())
                .containsExactly(new PolicyWarning("reason_shadows_builtin", "/rules/0/reason"));
    }

    @Test
    void lint_defaultReasonCanShadowToo() {
        assertThat(policy(rule("").replace("'r'", "'error'")).warnings())
                .containsExactly(new PolicyWarning("reason_shadows_builtin", "/rules/0/reason"));
        assertThat(policy(rule("'reason':'budget_exceeded_by_far'")).warnings()).isEmpty();
    }

    @Test
    void ruleInput_wantsEveryVariableOfItsType() {
        RuleInput.Builder builder = RuleInput.builder();
        assertThatThrownBy(builder::build)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("source");
        for (RuleVariable variable : RuleVariable.values()) {
            if (!variable.isNullable()) {
                switch (variable.type()) {
                    case TEXT -> builder.put(variable, "x");
                    case INTEGER -> builder.put(variable, 7);
                    case MONEY -> builder.put(variable, Amount.parse("1.5"));
                    case OBJECT -> builder.put(variable, JsonObject.EMPTY);
                }
            }
        }
        RuleInput input = builder.put(RuleVariable.METADATA, Json.object("{'team':'a'}"))
                .put(RuleVariable.PLAN_HEADROOM, (Amount) null)
                .build();
        assertThat(input.value(RuleVariable.METADATA)).isEqualTo(Json.object("{'team':'a'}"));
        assertThat(input.value(RuleVariable.MONTHLY_DELTA)).isEqualTo(1_500_000L);
        assertThat(input.value(RuleVariable.RISK_SCORE)).isEqualTo(7L);
        assertThat(input.value(RuleVariable.PLAN_HEADROOM)).isNull();
        assertThatThrownBy(() -> builder.put(RuleVariable.RISK_SCORE, "high"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(RuleVariable.values()).extracting(RuleVariable::wireName).doesNotHaveDuplicates();
    }

    @Test
    void ruleResult_cannotContradictItself() {
        assertThatThrownBy(() -> new RuleResult("r", true, true, null)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new RuleResult("r", false, false, "m")).isInstanceOf(IllegalArgumentException.class);
        assertThat(RuleResult.matched("r", "m").message()).isEqualTo("m");
        assertThat(RuleResult.failed("r").matched()).isFalse();
        assertThat(RuleSet.EMPTY.evaluate(null)).isEmpty();
    }
}
