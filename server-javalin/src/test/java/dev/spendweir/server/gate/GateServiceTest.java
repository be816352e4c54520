package dev.spendweir.server.gate;

import static dev.spendweir.server.TestStore.TENANT;
import static dev.spendweir.server.TestStore.body;
import static dev.spendweir.server.TestStore.caller;
import static dev.spendweir.server.TestStore.request;
import static dev.spendweir.server.TestStore.terraform;
import static dev.spendweir.server.TestStore.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spendweir.amount.Amount;
import dev.spendweir.canonical.CanonicalJson;
import dev.spendweir.canonical.JsonBoolean;
import dev.spendweir.canonical.JsonNull;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.canonical.Sha256Hex;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.RejectedException;
import dev.spendweir.reservation.HoldStatus;
import dev.spendweir.server.TestStore;
import dev.spendweir.server.store.PageRequest;
import dev.spendweir.server.store.audit.DecisionDetail;
import dev.spendweir.server.store.audit.DecisionFilter;
import dev.spendweir.server.store.money.BudgetView;
import dev.spendweir.server.store.money.NewCredit;
import dev.spendweir.server.store.money.ReservationFilter;
import dev.spendweir.server.store.money.ReservationView;
import dev.spendweir.snapshot.CreditPool;
import dev.spendweir.vocabulary.Outcome;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GateServiceTest {
    private static final String HARD = "{\"modes\":{\"default\":\"hard\"}}";
    private TestStore test;

    @BeforeEach
    void open() {
        test = TestStore.open();
        test.policy(HARD);
        test.budget("payments", "100");
    }

    @AfterEach
    void close() {
        assertThat(test.ledgerIsValid()).isTrue();
        test.close();
    }

    @Test
    void call_withinBudget_isAllowedHeldAndRecorded() {
        GateAnswer answer = test.gate(request("40"));

        JsonObject body = body(answer);
        assertThat(answer.outcome()).isEqualTo(Outcome.ALLOW);
        assertThat(answer.replayed()).isFalse();
        assertThat(text(body, "decision_id")).isEqualTo(answer.decisionId());
        assertThat(text(body, "reservation_id")).isEqualTo(answer.reservationId());
        assertThat(body.get("approval_id")).isEqualTo(JsonNull.NULL);
        assertThat(body.get("approval_token")).isEqualTo(JsonNull.NULL);
        assertThat(text(body, "approval_token_contract")).isEqualTo("approval_flow_only");
        assertThat(text(body, "ledger", "chain")).isEqualTo("decisions");
        assertThat(hold(answer).status()).isEqualTo(HoldStatus.CONFIRMED);
        assertThat(hold(answer).reserved()).isEqualTo(Amount.parse("40"));
        assertThat(budget().headroom()).isEqualTo(Amount.parse("60"));
    }

    @Test
    void decision_readBack_isWhatWasAnswered() {
        GateAnswer answer = test.gate(request("40"));
        DecisionDetail detail = test.store
                .decisions()
                .get(TENANT, String.valueOf(answer.decisionId()))
                .orElseThrow();
        JsonObject body = body(answer);
        JsonObject record = Objects.requireNonNull(detail.record());
        JsonObject request = Objects.requireNonNull(detail.request());
        JsonObject snapshot = Objects.requireNonNull(detail.snapshot());
        assertThat(detail.explanation()).isEqualTo(body.get("explanation"));
        assertThat(text(record, "request_sha256")).isEqualTo(CanonicalJson.sha256(request));
        assertThat(text(record, "snapshot_sha256")).isEqualTo(CanonicalJson.sha256(snapshot));
        assertThat(CanonicalJson.sha256(record.without("decision_sha256"))).isEqualTo(text(body, "decision_sha256"));
        assertThat(record.names()).allSatisfy(name -> assertThat(body.get(name)).isEqualTo(record.get(name)));
        assertThat(text(snapshot, "cost_history")).isEqualTo(Sha256Hex.ofUtf8("[]"));
        assertThat(test.sql("SELECT encode(sha256, 'hex') FROM cost_history")).containsExactly(Sha256Hex.ofUtf8("[]"));
    }

    @Test
    void call_overBudget_isDeniedAndHoldsNothing() {
        GateAnswer answer = test.gate(request("100.000001"));
        assertThat(answer.outcome()).isEqualTo(Outcome.DENY);
        assertThat(answer.reservationId()).isNull();
        assertThat(holds()).isEmpty();
        assertThat(test.decisionEntries()).containsExactly("decision");
    }

    @Test
    void sameKey_again_givesTheSameBytes() {
        JsonObject request = request("40");
        GateAnswer first = test.gate(request);
        GateAnswer second = test.gate(request);
        assertThat(second.replayed()).isTrue();
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(second.decisionId()).isEqualTo(first.decisionId());
        assertThat(second.reservationStatus()).isEmpty();
        assertThat(holds()).hasSize(1);
        assertThat(test.decisionEntries()).containsExactly("decision");
    }

    @Test
    void sameKey_withAnotherRequest_isRefused() {
        JsonObject request = request("40");
        test.gate(request);
        assertCode(
                () -> test.gate(request.with("estimated_monthly_delta", new JsonString("41"))),
                ErrorCode.IDEMPOTENCY_KEY_REUSED);
    }

    @Test
    void sameKey_fromAnotherSource_isAnotherQuestion() {
        JsonObject request = request("40");
        GateAnswer first = test.gate(request);
        GateAnswer second = test.gate(request.with("source", new JsonString("cloud_event")));
        assertThat(second.replayed()).isFalse();
        assertThat(second.decisionId()).isNotEqualTo(first.decisionId());
    }

    @Test
    void dryRun_leavesNoTraceAndReadsNoKey() {
        JsonObject request = request("40");
        JsonObject rehearsal = request.with("dry_run", JsonBoolean.TRUE);
        GateAnswer dry = test.gate(rehearsal);
        assertThat(dry.outcome()).isEqualTo(Outcome.ALLOW);
        assertThat(dry.decisionId()).isNull();
        assertThat(body(dry).get("ledger")).isEqualTo(JsonNull.NULL);
        assertThat(body(dry).get("reservation_id")).isEqualTo(JsonNull.NULL);
        assertThat(test.gate(request).replayed()).isFalse();
        assertThat(test.gate(rehearsal).replayed()).isFalse();
        assertThat(test.sql("SELECT count(*) FROM decision")).containsExactly("1");
    }

    @Test
    void dryRun_ofAChange_seesTheBudgetAsItIsAfterItsHoldMoved() {
        test.gate(terraform("90"), "pr-7", Stage.POST_PLAN);
        GateAnswer dry = test.gate(terraform("95").with("dry_run", JsonBoolean.TRUE), "pr-7", Stage.POST_PLAN);
        assertThat(dry.outcome()).isEqualTo(Outcome.ALLOW);
        assertThat(holds())
                .singleElement()
                .satisfies(hold -> assertThat(hold.reserved()).isEqualTo(Amount.parse("90")));
    }

    @Test
    void fivePushes_ofOnePullRequest_holdOnce() {
        GateAnswer last = test.gate(terraform("90"), "pr-7", Stage.POST_PLAN);
        for (int push = 2; push <= 5; push++) {
            last = test.gate(terraform("90"), "pr-7", Stage.POST_PLAN);
            assertThat(last.outcome()).isEqualTo(Outcome.ALLOW);
        }
        List<ReservationView> holds = holds();
        assertThat(holds).hasSize(5);
        assertThat(holds).filteredOn(hold -> hold.status().isActive()).containsExactly(holds.get(0));
        assertThat(holds.get(0).reservationId()).isEqualTo(last.reservationId());
        assertThat(holds.get(0).status()).isEqualTo(HoldStatus.TENTATIVE);
        assertThat(holds.get(1).successor()).isEqualTo(last.reservationId());
        assertThat(holds.get(1).closeReason()).isEqualTo("superseded");
        assertThat(budget().reserved()).isEqualTo(Amount.parse("90"));
    }

    @Test
    void denial_ofAChange_movesNothing() {
        GateAnswer first = test.gate(terraform("90"), "pr-7", Stage.POST_PLAN);
        assertThat(test.gate(terraform("101"), "pr-7", Stage.POST_PLAN).outcome())
                .isEqualTo(Outcome.DENY);
        assertThat(hold(first).status()).isEqualTo(HoldStatus.TENTATIVE);
    }

    @Test
    void prePlan_neitherHoldsNorMoves() {
        GateAnswer first = test.gate(terraform("90"), "pr-7", Stage.POST_PLAN);
        GateAnswer early = test.gate(terraform("5"), "pr-7", Stage.PRE_PLAN);
        assertThat(early.outcome()).isEqualTo(Outcome.ALLOW);
        assertThat(early.reservationId()).isNull();
        assertThat(hold(first).status()).isEqualTo(HoldStatus.TENTATIVE);
    }

    @Test
    void confirmedHold_plannedAgain_isChargedOnce() {
        GateAnswer applied = test.gate(terraform("60"), "pr-7", Stage.PRE_APPLY);
        assertThat(hold(applied).status()).isEqualTo(HoldStatus.CONFIRMED);
        GateAnswer again = test.gate(terraform("25"), "pr-7", Stage.PRE_APPLY);
        assertThat(hold(applied).status()).isEqualTo(HoldStatus.SETTLED);
        assertThat(hold(applied).actual()).isEqualTo(Amount.parse("35"));
        assertThat(hold(again).reserved()).isEqualTo(Amount.parse("25"));
        assertThat(budget().consumed()).isEqualTo(Amount.parse("35"));
        assertThat(budget().reserved()).isEqualTo(Amount.parse("25"));
        assertThat(budget().headroom()).isEqualTo(Amount.parse("40"));
        assertThat(test.decisionEntries()).containsExactly("decision", "decision", "reservation.settled");
    }

    @Test
    void preApply_makesOtherPlansOfThePlaceStale() {
        GateAnswer other = test.gate(terraform("50"), "pr-8", Stage.POST_PLAN);
        JsonObject elsewhere = terraform("10").with("resource_reference", new JsonString("us/web"));
        GateAnswer untouched = test.gate(elsewhere, "pr-8", Stage.POST_PLAN);
        assertThat(test.gate(terraform("60"), "pr-7", Stage.PRE_APPLY).outcome())
                .isEqualTo(Outcome.ALLOW);
        assertThat(hold(other).status()).isEqualTo(HoldStatus.RELEASED);
        assertThat(hold(other).closeReason()).isEqualTo("stale_plan");
        assertThat(hold(untouched).status()).isEqualTo(HoldStatus.TENTATIVE);
    }

    @Test
    void callsWithoutChange_addUp() {
        assertThat(test.gate(request("60")).outcome()).isEqualTo(Outcome.ALLOW);
        assertThat(test.gate(request("60")).outcome()).isEqualTo(Outcome.DENY);
        assertThat(test.gate(request("40")).outcome()).isEqualTo(Outcome.ALLOW);
    }

    @Test
    void replay_afterTheHoldIsGone_saysSo() {
        JsonObject request = terraform("50");
        GateAnswer first = test.gate(request, "pr-7", Stage.POST_PLAN);
        test.gate(terraform("20"), "pr-7", Stage.POST_PLAN);
        GateAnswer replay = test.gate(request, "pr-7", Stage.POST_PLAN);
        assertThat(replay.replayed()).isTrue();
        assertThat(replay.body()).isEqualTo(first.body());
        assertThat(replay.reservationStatus()).contains("released");
    }

    @Test
    void approvalNeeded_holdsTentatively() {
        test.policy("{\"modes\":{\"default\":\"hard\"},\"approvals\":{\"required_for\":{\"nonprod\":true}}}");
        GateAnswer answer = test.gate(request("40"));
        assertThat(answer.outcome()).isEqualTo(Outcome.REQUIRE_APPROVAL);
        assertThat(hold(answer).status()).isEqualTo(HoldStatus.TENTATIVE);
        assertThat(text(body(answer), "approval_id")).isEqualTo(answer.approvalId());
    }

    @Test
    void softDenial_holdsNothingUntilApproved() {
        test.policy("{\"modes\":{\"default\":\"soft\"}}");
        GateAnswer answer = test.gate(request("101"));
        assertThat(answer.outcome()).isEqualTo(Outcome.REQUIRE_APPROVAL);
        assertThat(answer.reservationId()).isNull();
        assertThat(text(body(answer), "reservation_plan", "hold")).isEqualTo("on_approval");
    }

    @Test
    void credits_coverWhatTheBudgetDoesNotAndComeBack() {
        credit("30");
        credit("50");
        GateAnswer answer = test.gate(terraform("150"), "pr-7", Stage.POST_PLAN);
        assertThat(answer.outcome()).isEqualTo(Outcome.ALLOW_WITH_CREDITS);
        assertThat(hold(answer).allocation()).isEqualTo(Amount.parse("100"));
        assertThat(hold(answer).draws()).hasSize(2);
        assertThat(credits("remaining")).containsExactly("0", "30");
        assertThat(credits("reserved")).containsExactly("30", "20");

        assertThat(test.gate(terraform("110"), "pr-7", Stage.POST_PLAN).outcome())
                .isEqualTo(Outcome.ALLOW_WITH_CREDITS);
        assertThat(credits("remaining")).containsExactly("20", "50");
        assertThat(credits("reserved")).containsExactly("10", "0");

        assertThat(test.gate(terraform("20"), "pr-7", Stage.POST_PLAN).outcome())
                .isEqualTo(Outcome.ALLOW);
        assertThat(credits("remaining")).containsExactly("30", "50");
    }

    @Test
    void applied_settlesTheHoldOfPlaceAndChangeAndItsCredits() {
        credit("30");
        GateAnswer applied = test.gate(terraform("120"), "pr-7", Stage.PRE_APPLY);
        ReservationView settled = test.store
                .gate()
                .settleApplied(new AppliedCall(
                        caller(), null, "payments", " DEV", "eu/web", "pr-7", Amount.parse("112.5"), "apply-1"));
        assertThat(settled.reservationId()).isEqualTo(applied.reservationId());
        assertThat(settled.status()).isEqualTo(HoldStatus.SETTLED);
        assertThat(settled.drift()).isEqualTo(Amount.parse("-7.5"));
        assertThat(credits("consumed")).containsExactly("12.5");
        assertThat(credits("remaining")).containsExactly("17.5");
    }

    /** The runtime's own role: an entry that is there already, or none, is not the decision's own. */
    @ParameterizedTest
    @ValueSource(strings = {"ledger_sequence", "999"})
    void decision_withoutAnEntryOfItsOwn_isRefused(String sequence) {
        test.gate(terraform("20"), "pr-7", Stage.PRE_APPLY);
        String copy = "SET ROLE spendweir_app; SET LOCAL spendweir.tenant_id = '" + TestStore.TENANT
                + "'; INSERT INTO decision SELECT (jsonb_populate_record(d, jsonb_build_object('decision_id',"
                + " gen_random_uuid(), 'idempotency_key', 'copy', 'ledger_sequence', " + sequence
                + "))).* FROM decision d";
        assertThatThrownBy(() -> test.sql(copy)).hasMessageContaining("INSERT on decision without a ledger entry");
        assertThat(test.sql("SELECT count(*)::text FROM decision")).containsExactly("1");
    }

    @Test
    void applied_withTheSameKeyAgain_settlesOnce() {
        GateAnswer applied = test.gate(terraform("20"), "pr-7", Stage.PRE_APPLY);
        ReservationView first = test.store.gate().settleApplied(applied(applied, null, "apply-1"));
        assertThat(first.actual()).isEqualTo(Amount.parse("20"));
        assertThat(test.store.gate().settleApplied(applied(applied, null, "apply-1")))
                .isEqualTo(first);
        assertThat(test.decisionEntries()).containsExactly("decision", "reservation.settled");
        assertCode(
                () -> test.store.gate().settleApplied(applied(applied, "1", "apply-1")),
                ErrorCode.IDEMPOTENCY_KEY_REUSED);
        assertCode(
                () -> test.store.gate().settleApplied(applied(applied, null, "apply-2")),
                ErrorCode.RESERVATION_NOT_ACTIVE);
    }

    @Test
    void applied_beyondWhatWasHeld_takesHeadroomThenOverruns() {
        GateAnswer applied = test.gate(terraform("20"), "pr-7", Stage.PRE_APPLY);
        ReservationView settled = test.store.gate().settleApplied(applied(applied, "130", "apply-1"));
        assertThat(settled.allocation()).isEqualTo(Amount.parse("100"));
        assertThat(settled.overrun()).isEqualTo(Amount.parse("30"));
        assertThat(budget().headroom()).isEqualTo(Amount.ZERO);
    }

    @Test
    void applied_ofATentativeOrUnknownHold_isRefused() {
        GateAnswer planned = test.gate(terraform("20"), "pr-7", Stage.POST_PLAN);
        assertCode(
                () -> test.store.gate().settleApplied(applied(planned, null, "apply-1")),
                ErrorCode.RESERVATION_NOT_CONFIRMED);
        AppliedCall unknown = new AppliedCall(caller(), "no-such", null, null, null, null, null, "apply-2");
        assertCode(() -> test.store.gate().settleApplied(unknown), ErrorCode.NOT_FOUND);
    }

    @Test
    void newPolicy_isInForceForTheNextCallAlsoOnAnotherServer() {
        try (TestStore other = TestStore.open(test.target, test.clock, TestStore.PATIENCE)) {
            assertThat(other.gate(request("10")).outcome()).isEqualTo(Outcome.ALLOW);
            test.policy("{\"modes\":{\"default\":\"hard\"},\"thresholds\":{\"hard_deny_above\":\"5\"}}");
            assertThat(other.gate(request("10")).outcome()).isEqualTo(Outcome.DENY);
        }
    }

    @Test
    void derivedKey_hasPrefixAndFingerprint() {
        GateAnswer answer = test.store
                .gate()
                .decide(test.call(terraform("10").without("idempotency_key"))
                        .derivedKey("terraform:run-1:post_plan")
                        .stage(Stage.POST_PLAN)
                        .build());
        assertThat(test.sql("SELECT idempotency_key FROM decision"))
                .containsExactly(
                        "terraform:run-1:post_plan:" + answer.fingerprint().substring(0, 16));
    }

    @Test
    void unexpectedFingerprint_isRefusedBeforeAnythingIsDecided() {
        GateCall call = test.call(request("10")).expectedFingerprint("00").build();
        assertCode(() -> test.store.gate().decide(call), ErrorCode.FINGERPRINT_MISMATCH);
        assertThat(test.decisionEntries()).isEmpty();
    }

    @Test
    void callersOwnCheck_seesTheClassAndMayRefuse() {
        GateCall call = test.call(request("10"))
                .authorise(request -> {
                    assertThat(request.environmentClass().wireName()).isEqualTo("nonprod");
                    throw new RejectedException(ErrorCode.ENVIRONMENT_NOT_ALLOWED, "no");
                })
                .build();
        assertCode(() -> test.store.gate().decide(call), ErrorCode.ENVIRONMENT_NOT_ALLOWED);
    }

    @Test
    void requestOfAnotherTenant_isRefused() {
        assertCode(
                () -> test.gate(request("10").with("tenant_id", new JsonString("other"))), ErrorCode.TENANT_MISMATCH);
    }

    @Test
    void decisions_areListedNewestFirstByFilterInPages() {
        for (int i = 1; i <= 5; i++) {
            test.gate(request(Integer.toString(i)));
        }
        test.gate(request("1000"));
        DecisionFilter filter =
                new DecisionFilter("payments", "nonprod", "custom", "DENY", "budget_exceeded", null, null, "ann");
        assertThat(test.store
                        .decisions()
                        .list(TENANT, filter, PageRequest.first())
                        .items())
                .singleElement()
                .satisfies(item -> assertThat(item.estimatedMonthlyDelta()).isEqualTo(Amount.parse("1000")));
        var first = test.store.decisions().list(TENANT, DecisionFilter.ALL, new PageRequest(4, null));
        var second = test.store.decisions().list(TENANT, DecisionFilter.ALL, new PageRequest(4, first.nextCursor()));
        assertThat(first.items()).hasSize(4);
        assertThat(first.items().get(0).outcome()).isEqualTo("DENY");
        assertThat(second.items()).hasSize(2).doesNotContainAnyElementsOf(first.items());
        assertThat(second.nextCursor()).isNull();
        assertThat(test.store
                        .decisions()
                        .list("nobody", DecisionFilter.ALL, PageRequest.first())
                        .items())
                .isEmpty();
        assertCode(
                () -> test.store.decisions().list(TENANT, DecisionFilter.ALL, new PageRequest(4, "x")),
                ErrorCode.INVALID_PARAMETER);
    }

    private AppliedCall applied(GateAnswer gated, String actual, String key) {
        Amount amount = actual == null ? null : Amount.parse(actual);
        return new AppliedCall(caller(), gated.reservationId(), null, null, null, null, amount, key);
    }

    private void credit(String amount) {
        NewCredit credit = new NewCredit(CreditPool.RESERVED, null, Amount.parse(amount), 100, null, null);
        test.store.credits().create(caller(), credit, null);
    }

    private List<String> credits(String part) {
        return test.store.credits().list(TENANT, PageRequest.first()).items().stream()
                .map(credit -> text(credit.toJson(), part))
                .toList();
    }

    private BudgetView budget() {
        return test.store.budgets().get(TENANT, "payments").orElseThrow();
    }

    private ReservationView hold(GateAnswer answer) {
        return test.store
                .reservations()
                .get(TENANT, String.valueOf(answer.reservationId()))
                .orElseThrow();
    }

    private List<ReservationView> holds() {
        return test.store
                .reservations()
                .list(TENANT, ReservationFilter.ALL, PageRequest.first())
                .items();
    }

    private static void assertCode(Runnable call, ErrorCode code) {
        assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(
                        RejectedException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    @Test
    void planFile_isStoredWithItsDecisionAlone() {
        String sha256 = "ab".repeat(32);
        test.store
                .gate()
                .decide(test.call(terraform("1")).planFileSha256(sha256).build());
        test.gate(terraform("1"));
        assertThat(test.sql(
                        "SELECT coalesce(encode(plan_file_sha256, 'hex'), 'none') FROM decision ORDER BY decided_at"))
                .containsExactly(sha256, "none");
    }
}
