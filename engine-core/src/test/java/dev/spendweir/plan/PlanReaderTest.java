package dev.spendweir.plan;

import static dev.spendweir.plan.PlanFixtures.SHEET;
import static dev.spendweir.plan.PlanFixtures.change;
import static dev.spendweir.plan.PlanFixtures.plan;
import static dev.spendweir.plan.PlanFixtures.planOf;
import static dev.spendweir.plan.PlanFixtures.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spendweir.canonical.JsonCursor;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.RejectedException;
import dev.spendweir.testing.Refusals;
import java.nio.charset.StandardCharsets;
import org.assertj.core.api.AbstractObjectAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlanReaderTest {

    private static AbstractObjectAssert<?, ?> assertRefused(byte[] json, ErrorCode code, String pointer) {
        return assertThat(org.assertj.core.api.Assertions.catchThrowableOfType(
                        RejectedException.class, () -> PlanReader.read(json, SHEET)))
                .isNotNull()
                .satisfies(e -> assertThat(e.code()).isEqualTo(code))
                .satisfies(e -> assertThat(e.findings().get(0).pointer()).isEqualTo(pointer));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"unit.HALF | {}", "unit.a | {\"size\":\"HALF\"}", "unit.a | {\"list\":[{\"HALF\":1}]}"})
    void halfOfASurrogatePair_read_isAnInvalidPlan(String address, String after) {
        byte[] plan = withHalf(planOf(change(address, "create", "null", after)), "HALF");
        assertThat(Refusals.of(() -> PlanReader.read(plan, SHEET))).containsExactly("PLAN_INVALID");
        assertThat(Refusals.of(() -> PlanRedactor.redact(plan))).containsExactly("PLAN_INVALID");
    }

    /** The name of a resource is not hashed, so the plan can be read; but it would be passed on. */
    @Test
    void halfOfASurrogatePairInAName_redacted_isAnInvalidPlan() {
        byte[] plan = withHalf(planOf(change("unit.a", "create", "null", "{}")), "\"name\":\"x");
        assertThat(PlanReader.read(plan, SHEET).changes()).hasSize(1);
        assertThat(Refusals.of(() -> PlanRedactor.redact(plan))).containsExactly("PLAN_INVALID");
        assertThat(Refusals.of(() -> PlanRedactor.minimal(plan, SHEET))).containsExactly("PLAN_INVALID");
    }

    private static byte[] withHalf(byte[] plan, String placeholder) {
        return utf8(new String(plan, StandardCharsets.UTF_8).replace(placeholder, placeholder + "\\ud800"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.1", "0.2", "1.0", "1.1", "1.2"})
    void knownFormats_read_giveNoFormatWarning(String version) {
        TerraformPlan plan = plan("{\"format_version\":\"" + version + "\",\"planned_values\":{}}");
        assertThat(plan.formatVersion()).isEqualTo(version);
        assertThat(plan.warnings()).extracting(PlanNotice::warning).doesNotContain(PlanWarning.FORMAT_NEWER);
    }

    @Test
    void newerMinor_read_warns() {
        assertThat(plan("{\"format_version\":\"1.3\",\"errored\":false,\"complete\":true}")
                        .warnings())
                .containsExactly(new PlanNotice(PlanWarning.FORMAT_NEWER, "1.3"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2.0", "0.3", "1", "", "1.x", "99999999999.1"})
    void otherFormats_read_areRefused(String version) {
        byte[] json = utf8("{\"format_version\":\"" + version + "\",\"planned_values\":{}}");
        assertRefused(json, ErrorCode.PLAN_FORMAT_UNSUPPORTED, "/format_version");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[1]|object",
                "\"x\"|object",
                "{}|format_version",
                "{\"format_version\":\"1.0\"}|members of a plan",
                "{\"format_version\":\"1.0\",\"values\":{}}|state",
                "{\"format_version\":\"1.2\",\"planned_values\":{}} {}|line 1, column 46",
                "{\"format_version\":\"1.2\",}|line 1, column 25",
                "''|empty",
                "{\"a\":1,\"a\":2}|line 1, column 8"
            })
    void otherDocuments_read_areRefusedWithTheirPlace(String json, String detail) {
        assertThatThrownBy(() -> PlanReader.read(utf8(json), SHEET))
                .isInstanceOf(RejectedException.class)
                .hasMessageStartingWith("PLAN_INVALID")
                .hasMessageContaining(detail);
    }

    @Test
    void logOfPlanJson_read_saysWhatToDo() {
        assertThatThrownBy(() -> PlanReader.read(utf8("{\"@level\":\"info\"}\n{\"@level\":\"info\"}\n"), SHEET))
                .hasMessageContaining("terraform show -json");
    }

    @Test
    void byteOrderMark_read_isPassedOver() {
        byte[] plan = PlanFixtures.bytes("01-create");
        byte[] marked = new byte[plan.length + 3];
        marked[0] = (byte) 0xEF;
        marked[1] = (byte) 0xBB;
        marked[2] = (byte) 0xBF;
        System.arraycopy(plan, 0, marked, 3, plan.length);
        assertThat(PlanReader.read(marked, SHEET)).isEqualTo(PlanReader.read(plan, SHEET));
        assertThat(PlanRedactor.redact(marked)).isEqualTo(PlanRedactor.redact(plan));
    }

    @Test
    void utf16_read_isRefusedWithAdvice() {
        String text = new String(PlanFixtures.bytes("01-create"), StandardCharsets.UTF_8);
        assertThatThrownBy(() -> PlanReader.read(text.getBytes(StandardCharsets.UTF_16), SHEET))
                .hasMessageContaining("Out-File -Encoding utf8");
        assertThatThrownBy(() -> PlanReader.read(text.getBytes(StandardCharsets.UTF_16LE), SHEET))
                .hasMessageContaining("UTF-16");
    }

    @Test
    void binaryPlan_read_isRefusedWithAdvice() {
        assertThatThrownBy(() -> PlanReader.read(utf8("PK\3\4rest"), SHEET)).hasMessageContaining("binary plan");
    }

    @Test
    void oldPlan_read_warnsOfWhatItDoesNotSay() {
        assertThat(plan("{\"format_version\":\"0.1\",\"resource_changes\":[]}").warnings())
                .extracting(PlanNotice::warning)
                .containsExactly(PlanWarning.ERRORED_UNKNOWN, PlanWarning.COMPLETE_UNKNOWN);
    }

    @Test
    void deferredChanges_read_makeThePlanIncomplete() {
        TerraformPlan plan = plan(
                "{\"format_version\":\"1.2\",\"errored\":false,\"deferred_changes\":[{\"reason\":\"x\"}],\"resource_changes\":[]}");
        assertThatThrownBy(plan::requireUsable)
                .isInstanceOfSatisfying(
                        RejectedException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.PLAN_INCOMPLETE));
        byte[] redacted = PlanRedactor.redact(
                utf8("{\"format_version\":\"1.2\",\"complete\":true,\"deferred_changes\":[{}],\"planned_values\":{}}"));
        assertThat(PlanReader.read(redacted, SHEET).complete()).isFalse();
    }

    @Test
    void actionInvocations_read_warn() {
        assertThat(plan("{\"format_version\":\"1.2\",\"errored\":false,\"complete\":true,\"action_invocations\":[{}]}")
                        .warnings())
                .containsExactly(new PlanNotice(PlanWarning.ACTIONS_IGNORED, ""));
    }

    @Test
    void hcpRedactedPlan_read_countsItsOwnFormatVersion() {
        assertThat(plan("{\"plan_format_version\":\"1.1\",\"provider_format_version\":\"1.0\",\"resource_changes\":[]}")
                        .formatVersion())
                .isEqualTo("1.1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "create|CREATE",
                "update|UPDATE",
                "delete|DELETE",
                "delete,create|REPLACE",
                "create,delete|REPLACE",
                "create,forget|CREATE_THEN_FORGET",
                "forget|FORGET",
                "no-op|NO_OP",
                "read|READ",
                "open|READ"
            })
    void eachAction_read_hasItsKind(String actions, ChangeKind kind) {
        TerraformPlan plan = PlanReader.read(planOf(change("null_resource.a", actions, "{}", "{}")), SHEET);
        assertThat(plan.changes().get(0).kind()).isEqualTo(kind);
    }

    @Test
    void dataSource_read_isARead() {
        String data = change("data.x.y", "create", "null", "{}").replace("managed", "data");
        assertThat(PlanReader.read(planOf(data), SHEET).changes().get(0).kind()).isEqualTo(ChangeKind.READ);
    }

    @Test
    void unknownActions_read_areRefusedAtTheirPlace() {
        byte[] json = planOf(change("a.b", "create", "null", "{}"), change("a.c", "explode", "null", "{}"));
        assertRefused(json, ErrorCode.PLAN_ACTION_UNSUPPORTED, "/resource_changes/1/change/actions");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "5|/resource_changes/0",
                "{}|/resource_changes/0/change",
                "{\"change\":{\"actions\":[\"create\"]},\"type\":\"t\"}|/resource_changes/0/address",
                "{\"change\":{\"actions\":[\"create\"]},\"address\":\"a\"}|/resource_changes/0/type",
                "{\"change\":{},\"address\":\"a\",\"type\":\"t\"}|/resource_changes/0/change/actions",
                "{\"change\":{\"actions\":[]},\"address\":\"a\",\"type\":\"t\"}|/resource_changes/0/change/actions",
                "{\"change\":{\"actions\":[1]},\"address\":\"a\",\"type\":\"t\"}|/resource_changes/0/change/actions",
                "{\"change\":{\"actions\":[\"create\"],\"after\":5},\"address\":\"a\",\"type\":\"t\"}|/resource_changes/0/change/after"
            })
    void malformedChange_read_isRefusedAtItsPlace(String json, String pointer) {
        assertRefused(planOf(json), ErrorCode.PLAN_INVALID, pointer);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "resource_changes|{}|/resource_changes",
                "errored|\"no\"|/errored",
                "complete|1|/complete",
                "terraform_version|1|/terraform_version"
            })
    void membersOfOtherTypes_read_areRefused(String member, String value, String pointer) {
        byte[] json = utf8("{\"format_version\":\"1.2\",\"" + member + "\":" + value + "}");
        assertRefused(json, ErrorCode.PLAN_INVALID, pointer);
    }

    @Test
    void nullMembers_read_areAbsent() {
        TerraformPlan plan = plan(
                "{\"format_version\":\"1.2\",\"errored\":null,\"complete\":null,\"resource_changes\":null,\"output_changes\":null}");
        assertThat(plan.errored()).isNull();
        assertThat(plan.complete()).isNull();
        assertThat(plan.changes()).isEmpty();
    }

    @Test
    void planInsideOfABody_read_leavesTheCursorBehindIt() {
        byte[] body = utf8("{\"run_id\":\"r\",\"plan\":"
                + new String(PlanFixtures.bytes("01-create"), StandardCharsets.UTF_8) + ",\"stage\":\"pre_apply\"}");
        JsonCursor cursor = JsonCursor.of(body);
        cursor.enterObject();
        cursor.nextName();
        cursor.skip();
        assertThat(cursor.nextName()).isEqualTo("plan");
        assertThat(PlanReader.read(cursor, SHEET)).isEqualTo(PlanReader.read(PlanFixtures.bytes("01-create"), SHEET));
        assertThat(cursor.nextName()).isEqualTo("stage");
    }

    @Test
    void attributes_read_areOnlyThoseThatTheSheetReads() {
        TerraformPlan plan = PlanReader.read(
                planOf(change(
                        "aws_instance.a", "create", "null", "{\"instance_type\":\"t3.micro\",\"user_data\":\"x\"}")),
                SHEET);
        assertThat(plan.changes().get(0).after().values().names()).containsExactly("instance_type");
    }
}
