package dev.spendweir.cli.local;

import static dev.spendweir.cli.local.LocalRuns.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spendweir.amount.Amount;
import dev.spendweir.cli.CliRun.Ended;
import dev.spendweir.cli.gate.TestPlans;
import dev.spendweir.reservation.HoldStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Local mode decides, holds money and records as a server does (spec 3.1 to 3.3). */
final class LocalGateTest {

    @TempDir
    private Path directory;

    private LocalRuns runs() {
        return new LocalRuns(directory, LocalRuns.POLICY).budget("payments", "1000");
    }

    @Test
    void ask_withinTheBudget_allowsHoldsAndRecords() {
        LocalRuns runs = runs();
        Ended ended = runs.gate("r1", "pr-1", "pre_apply", "300");
        assertThat(ended.code()).as(ended.err()).isZero();
        assertThat(text(ended, "outcome")).isEqualTo("ALLOW");
        assertThat(runs.holds()).singleElement().satisfies(hold -> {
            assertThat(hold.status()).isEqualTo(HoldStatus.CONFIRMED);
            assertThat(hold.held().allocation()).isEqualTo(Amount.parse("300"));
            assertThat(hold.reservationId()).isEqualTo(text(ended, "reservation_id"));
        });
        Ended verified = runs.verify();
        assertThat(verified.code()).as(verified.out()).isZero();
        assertThat(verified.out()).contains("decisions", "good, 2 entries").contains("governance", "good, 2 entries");
    }

    @Test
    void ask_overTheBudget_deniesAndHoldsNothing() {
        LocalRuns runs = runs();
        Ended ended = runs.gate("r1", "pr-1", "pre_apply", "1000.5");
        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.out()).contains("budget_exceeded");
        assertThat(runs.holds()).isEmpty();
    }

    @Test
    void ask_theSameAgain_givesTheSameBytesAndWritesNothing() throws IOException {
        LocalRuns runs = runs();
        Ended first = runs.gate("r1", "pr-1", "pre_apply", "300");
        byte[] ledger = Files.readAllBytes(runs.state().resolve("decisions.jsonl"));
        Ended second = runs.gateAt("2026-03-11T12:00:00Z", "r1", "pr-1", "pre_apply", "300");
        assertThat(second.out()).isEqualTo(first.out());
        assertThat(second.code()).isZero();
        assertThat(Files.readAllBytes(runs.state().resolve("decisions.jsonl"))).isEqualTo(ledger);
    }

    @Test
    void ask_fivePushesOfOnePullRequest_holdTheMoneyOnce() {
        LocalRuns runs = runs();
        for (int push = 1; push <= 5; push++) {
            Ended ended = runs.gate("r" + push, "pr-1", "post_plan", "400");
            assertThat(ended.code()).as("push " + push + ended.out()).isZero();
        }
        assertThat(runs.holds().stream().filter(LocalHold::isActive)).hasSize(1);
        assertThat(runs.gate("r9", "pr-2", "post_plan", "600").code()).isZero();
        assertThat(runs.gate("r10", "pr-3", "post_plan", "1").code()).isEqualTo(2);
        assertThat(runs.verify().code()).isZero();
    }

    @Test
    void ask_aReplayWhoseHoldIsGone_isNoGo() {
        LocalRuns runs = runs();
        Ended first = runs.gate("r1", "pr-1", "post_plan", "400");
        runs.gate("r2", "pr-1", "post_plan", "500");
        Ended replay = runs.gate("r1", "pr-1", "post_plan", "400");
        assertThat(replay.out()).isEqualTo(first.out());
        assertThat(replay.code()).isEqualTo(1);
    }

    @Test
    void ask_anApplyThatFailedHalfWay_isChargedOnce() {
        LocalRuns runs = runs();
        runs.gate("r1", "pr-1", "pre_apply", "800");
        Ended again = runs.gate("r2", "pr-1", "pre_apply", "300");
        assertThat(again.code()).as(again.out()).isZero();
        List<LocalHold> holds = runs.holds();
        assertThat(holds.get(0).status()).isEqualTo(HoldStatus.SETTLED);
        assertThat(holds.get(0).actual()).isEqualTo(Amount.parse("500"));
        assertThat(holds.get(0).successor()).isEqualTo(holds.get(1).reservationId());
        assertThat(runs.gate("r3", "pr-2", "pre_apply", "200").code()).isZero();
        assertThat(runs.gate("r4", "pr-3", "pre_apply", "0.01").code()).isEqualTo(2);
    }

    @Test
    void ask_preApply_releasesTheOtherPlansOfTheState() {
        LocalRuns runs = runs();
        runs.gate("r1", "pr-1", "post_plan", "400");
        Ended apply = runs.gate("r2", "pr-2", "pre_apply", "900");
        assertThat(apply.code()).as(apply.out()).isZero();
        assertThat(runs.holds().get(0).status()).isEqualTo(HoldStatus.RELEASED);
        assertThat(runs.holds().get(0).closeReason()).isEqualTo(LocalHold.CloseReason.STALE_PLAN);
    }

    @Test
    void ask_aDenial_movesNothing() {
        LocalRuns runs = runs();
        runs.gate("r1", "pr-1", "post_plan", "400");
        assertThat(runs.gate("r2", "pr-1", "post_plan", "1400").code()).isEqualTo(2);
        assertThat(runs.holds()).singleElement().matches(LocalHold::isActive);
    }

    @Test
    void ask_dryRun_answersAsIfRealAndTouchesNothing() throws IOException {
        LocalRuns runs = runs();
        Ended ended = runs.gate("r1", "pr-1", "pre_apply", "300", "--dry-run");
        assertThat(ended.code()).isZero();
        assertThat(ended.out()).contains("\"decision_id\":null", "\"ledger\":null", "\"reservation_id\":null");
        try (var files = Files.list(runs.state())) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("budgets.json", "lock");
        }
        assertThat(runs.gate("r1", "pr-1", "pre_apply", "2000", "--dry-run").code())
                .isEqualTo(2);
    }

    @Test
    void ask_overdueHolds_areSweptFirst() {
        LocalRuns runs = runs();
        runs.gateAt("2026-03-01T00:00:00Z", "r1", "pr-1", "post_plan", "400");
        runs.gateAt("2026-03-01T00:00:00Z", "r2", "pr-2", "pre_apply", "100", "--resource", "other@default");
        runs.gateAt("2026-03-09T00:00:00Z", "r3", "pr-3", "post_plan", "10");
        List<LocalHold> holds = runs.holds();
        assertThat(holds.get(0).status()).isEqualTo(HoldStatus.RELEASED);
        assertThat(holds.get(1).status()).isEqualTo(HoldStatus.SETTLED);
        assertThat(holds.get(1).closeReason()).isEqualTo(LocalHold.CloseReason.OVERDUE);
        assertThat(runs.verify().code()).isZero();
    }

    @Test
    void ask_beyondTheBudget_drawsCreditsAndGivesThemBack() {
        LocalRuns runs = runs().credits("{\"grant_id\":\"g-1\",\"pool\":\"reserved\",\"amount\":\"250\"}");
        Ended first = runs.gate("r1", "pr-1", "post_plan", "1200");
        assertThat(text(first, "outcome")).isEqualTo("ALLOW_WITH_CREDITS");
        assertThat(runs.gate("r2", "pr-2", "post_plan", "100").code()).isEqualTo(2);
        // The change becomes smaller: its draw goes back to the credit.
        assertThat(runs.gate("r3", "pr-1", "post_plan", "900").code()).isZero();
        assertThat(text(runs.gate("r4", "pr-2", "post_plan", "350"), "outcome")).isEqualTo("ALLOW_WITH_CREDITS");
    }

    /** As a server tells it (docs/ledger.md): what became of each credit belongs to the entry. */
    @Test
    void ledger_ofAHoldThatEnded_saysWhatBecameOfItsCredits() throws IOException {
        LocalRuns runs = runs().credits("{\"grant_id\":\"g-1\",\"pool\":\"reserved\",\"amount\":\"250\","
                + "\"expires_at\":\"2026-03-11T00:00:00Z\"}");
        runs.gateAt("2026-03-10T12:00:00Z", "r1", "pr-1", "post_plan", "1200");
        runs.gateAt("2026-03-11T12:00:00Z", "r2", "pr-1", "post_plan", "900");
        assertThat(lastEntry(runs))
                .contains(
                        "\"entry_type\":\"reservation.superseded\"",
                        "\"grants\":[{\"consumed\":\"0\",\"grant_id\":\"g-1\",\"reserved\":\"200\","
                                + "\"returned\":\"0\",\"written_off\":\"200\"}]")
                .doesNotContain("\"notes\"");

        runs.credits("{\"grant_id\":\"g-2\",\"pool\":\"reserved\",\"amount\":\"350\"}");
        runs.gateAt("2026-03-11T12:00:01Z", "r3", "pr-1", "pre_apply", "1250");
        runs.gateAt("2026-03-11T12:00:02Z", "r3", "pr-1", "post_apply", "", "--actual-monthly-delta", "1100");
        assertThat(lastEntry(runs))
                .contains(
                        "\"entry_type\":\"reservation.settled\"",
                        "\"consumed\":{\"allocation\":\"1000\",\"draws\":[{\"amount\":\"100\",\"grant_id\":\"g-2\"}],"
                                + "\"uncovered\":\"0\"}",
                        "\"grants\":[{\"consumed\":\"100\",\"grant_id\":\"g-2\",\"reserved\":\"250\","
                                + "\"returned\":\"150\",\"written_off\":\"0\"}]",
                        "\"notes\":null");
        assertThat(runs.verify().code()).isZero();
    }

    private static String lastEntry(LocalRuns runs) throws IOException {
        List<String> lines = Files.readAllLines(runs.state().resolve("decisions.jsonl"));
        return lines.get(lines.size() - 1);
    }

    @Test
    void ask_creditCutBelowWhatIsUsed_stopsTheCall() {
        LocalRuns runs = runs().credits("{\"grant_id\":\"g-1\",\"pool\":\"reserved\",\"amount\":\"250\"}");
        runs.gate("r1", "pr-1", "post_plan", "1200");
        runs.credits("{\"grant_id\":\"g-1\",\"pool\":\"reserved\",\"amount\":\"150\"}");
        Ended ended = runs.gate("r2", "pr-2", "post_plan", "1");
        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.err()).contains("credit g-1").contains("is 150, but more of it is held or spent");
    }

    @Test
    void ask_whatPeopleChanged_isInTheGovernanceChain() throws IOException {
        LocalRuns runs = runs();
        runs.gate("r1", "pr-1", "post_plan", "1");
        runs.budget("payments", "2000").credits("{\"grant_id\":\"g-1\",\"pool\":\"emergency\",\"amount\":\"5\"}");
        runs.gate("r2", "pr-2", "post_plan", "1");
        runs.gate("r3", "pr-3", "post_plan", "1");
        String chain = Files.readString(runs.state().resolve("governance.jsonl"));
        assertThat(chain.lines()).hasSize(4);
        assertThat(chain).containsSubsequence("policy.changed", "budget.changed", "budget.changed", "credit.granted");
        assertThat(runs.verify().code()).isZero();
    }

    @Test
    void ask_softModeEscalation_endsWith3AndHoldsNothing() {
        LocalRuns runs = new LocalRuns(directory, "{}").budget("payments", "10");
        Ended ended = runs.gate("r1", "pr-1", "pre_apply", "50");
        assertThat(ended.code()).isEqualTo(3);
        assertThat(ended.out()).contains("soft_mode_escalated");
        assertThat(runs.holds()).isEmpty();
    }

    @Test
    void ask_needingApproval_holdsTentativelyEvenAtPreApply() {
        LocalRuns runs = new LocalRuns(directory, "{}").budget("payments", "100");
        assertThat(runs.gate("r1", "pr-1", "pre_apply", "50").code()).isEqualTo(3);
        assertThat(runs.holds())
                .singleElement()
                .satisfies(hold -> assertThat(hold.status()).isEqualTo(HoldStatus.TENTATIVE));
    }

    @Test
    void ask_aForecastBasis_readsTheProjectsRealCost() {
        LocalRuns runs = new LocalRuns(
                        directory,
                        "{\"modes\":{\"default\":\"hard\"},\"approvals\":{\"required_for\":{\"prod\":false}},"
                                + "\"budgets\":{\"basis\":\"forecast\"}}")
                .budget("payments", "4000");
        StringBuilder rows = new StringBuilder();
        for (int day = 1; day <= 28; day++) {
            rows.append("{\"date\":\"2026-02-")
                    .append(day < 10 ? "0" : "")
                    .append(day)
                    .append("\",\"project_id\":\"payments\",\"amount\":\"100\",\"final\":true},");
        }
        for (int day = 1; day <= 9; day++) {
            rows.append("{\"date\":\"2026-03-0")
                    .append(day)
                    .append("\",\"project_id\":\"payments\",\"amount\":\"100\"},");
        }
        rows.setLength(rows.length() - 1);
        runs.write("state/costs.json", "{\"rows\":[" + rows + "]}");
        // 31 days at 100 are 3,100: 900 are left of 4,000.
        assertThat(runs.gate("r1", "pr-1", "post_plan", "900").code()).isZero();
        Ended over = runs.gate("r2", "pr-2", "post_plan", "0.01");
        assertThat(over.code()).isEqualTo(2);
        assertThat(over.out()).contains("\"project_forecast_eom\":\"3100\"");
    }

    @Test
    void ask_aRealPlanWithItsPrices_decidesOnThem() {
        LocalRuns runs = runs();
        TestPlans.write(directory, "plan.json", TestPlans.checkout());
        Ended ended = runs.gate("r1", "pr-1", "pre_apply", "", "--plan", "plan.json");
        assertThat(ended.code()).as(ended.err()).isZero();
        assertThat(runs.holds().get(0).held().total()).isEqualTo(Amount.parse(TestPlans.CHECKOUT_DELTA));
    }

    @Test
    void ask_manyAtOnce_neverOversubscribesTheBudget() throws Exception {
        LocalRuns runs = runs();
        List<Callable<Ended>> calls = new ArrayList<>();
        for (int i = 0; i < 24; i++) {
            String id = Integer.toString(i);
            calls.add(() -> runs.gate("r" + id, "pr-" + id, "post_plan", "100"));
        }
        ExecutorService pool = Executors.newFixedThreadPool(8);
        try {
            int granted = 0;
            for (Future<Ended> call : pool.invokeAll(calls)) {
                granted += call.get().code() == 0 ? 1 : 0;
            }
            assertThat(granted).isEqualTo(10);
        } finally {
            pool.shutdownNow();
        }
        assertThat(runs.verify().code()).isZero();
    }

    @Test
    void ask_aLedgerThatSomebodyTouched_isNotContinued() throws IOException {
        LocalRuns runs = runs();
        runs.gate("r1", "pr-1", "post_plan", "100");
        Files.writeString(runs.state().resolve("decisions.jsonl"), "{\"entry\":", StandardOpenOption.APPEND);
        Ended ended = runs.gate("r2", "pr-2", "post_plan", "100");
        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.err()).contains("decisions.jsonl").contains("ledger verify");
        Ended verified = runs.verify();
        assertThat(verified.code()).isEqualTo(1);
        assertThat(verified.err()).contains("cut in the middle");
    }

    @Test
    void ask_wrongInputs_sayWhichFileAndWhere() {
        LocalRuns runs =
                runs().write("state/budgets.json", "{\"budgets\":[{\"project_id\":\"p\",\"monthly_limit\":-1}]}");
        Ended ended = runs.gate("r1", "pr-1", "post_plan", "1");
        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.err()).contains("budgets.json is wrong at /budgets/0/monthly_limit");
    }

    @Test
    void settle_afterTheApply_takesTheActualOnce() {
        LocalRuns runs = runs();
        runs.gate("r1", "pr-1", "pre_apply", "300");
        Ended settled = runs.gate("r1", "pr-1", "post_apply", "", "--actual-monthly-delta", "250");
        assertThat(settled.code()).as(settled.err()).isZero();
        assertThat(settled.out()).contains("\"status\":\"settled\"", "\"actual\":\"250\"", "\"drift\":\"-50\"");
        Ended again = runs.gate("r1", "pr-1", "post_apply", "", "--actual-monthly-delta", "250");
        assertThat(again.out()).isEqualTo(settled.out());
        assertThat(runs.gate("r2", "pr-1", "post_apply", "").code()).isEqualTo(1);
        assertThat(runs.gate("r3", "pr-2", "post_plan", "750").code()).isZero();
        assertThat(runs.gate("r4", "pr-3", "post_plan", "0.01").code()).isEqualTo(2);
        assertThat(runs.verify().code()).isZero();
    }

    @Test
    void settle_aboveWhatWasHeld_takesTheBudgetsRestAndNamesTheOverrun() {
        LocalRuns runs = runs();
        runs.gate("r1", "pr-1", "pre_apply", "300");
        Ended settled = runs.gate("r1", "pr-1", "post_apply", "", "--actual-monthly-delta", "1100");
        assertThat(settled.out()).contains("\"allocation\":\"1000\"", "\"overrun\":\"100\"", "\"drift\":\"800\"");
    }
}
