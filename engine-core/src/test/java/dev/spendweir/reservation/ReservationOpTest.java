package dev.spendweir.reservation;

import static dev.spendweir.reservation.Histories.apply;
import static dev.spendweir.reservation.Histories.draw;
import static dev.spendweir.reservation.Histories.event;
import static dev.spendweir.reservation.Histories.grants;
import static dev.spendweir.reservation.Histories.holds;
import static dev.spendweir.reservation.Histories.parts;
import static dev.spendweir.reservation.Histories.projects;
import static dev.spendweir.reservation.Histories.refusals;
import static dev.spendweir.reservation.Histories.reserve;
import static dev.spendweir.reservation.Histories.settle;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spendweir.canonical.JsonObject;
import dev.spendweir.testing.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What op {@code reservation.apply} answers, rule by rule (spec 10 R2-R11). */
class ReservationOpTest {

    private static final String G1_5 = "'draws': [" + draw("g1", "reserved", "5") + "]";

    @Test
    void noEvents_showsGrantsAndBudgetsUntouched() {
        JsonObject result = apply();
        assertThat(holds(result)).isEmpty();
        assertThat(grants(result)).containsExactly("g1 30 0 0 0", "g2 20 0 0 0", "g3 10 0 0 0");
        assertThat(projects(result)).containsExactly("p 0 0 0", "q 0 0 0");
        assertThat(refusals(result)).isEmpty();
    }

    @Test
    void emptyInput_hasEmptyLists() {
        JsonObject result = ReservationOp.apply(Json.object("{'ttl_seconds': 1, 'events': []}"));
        assertThat(result).isEqualTo(Json.object("{'reservations': [], 'grants': [], 'projects': [], 'refusals': []}"));
    }

    @Test
    void reserve_isTentative_andBindsEachPart() {
        String plan = "'allocation': '40', 'draws': [" + draw("g1", "reserved", "5") + ","
                + draw("g1", "reserved", "2.5") + "], 'uncovered': '1'";
        JsonObject result = apply(reserve("02T10", "r1", "p", plan, ""));
        assertThat(holds(result)).containsExactly("r1 tentative 48.5 0 0 null");
        assertThat(parts(result, 0))
                .isEqualTo("{'allocation':'40','draws':[{'amount':'5','grant_id':'g1'},"
                        + "{'amount':'2.5','grant_id':'g1'}],'uncovered':'1'}");
        assertThat(grants(result)).first().isEqualTo("g1 22.5 7.5 0 0");
        assertThat(projects(result)).containsExactly("p 40 0 0", "q 0 0 0");
    }

    @Test
    void reserve_confirmed_isConfirmed() {
        assertThat(holds(apply(reserve("02T10", "r1", "p", "'allocation': '1'", "'confirmed': true"))))
                .containsExactly("r1 confirmed 1 0 0 null");
    }

    @Test
    void reserve_sameIdAgain_isRefused_evenAfterRelease() {
        JsonObject result = apply(
                reserve("02T10", "r1", "p", "'allocation': '1'", ""),
                event("release", "02T10", "r1"),
                reserve("02T11", "r1", "p", "'allocation': '2'", ""));
        assertThat(refusals(result)).containsExactly("2 RESERVATION_EXISTS");
        assertThat(holds(result)).containsExactly("r1 released 0 0 0 null");
    }

    @Test
    void reserve_refusedBefore_leavesItsIdFree() {
        JsonObject result = apply(
                reserve("02T10", "r1", "p", "'allocation': '101'", ""),
                reserve("02T10", "r1", "p", "'allocation': '100'", ""));
        assertThat(refusals(result)).containsExactly("0 BUDGET_EXCEEDED");
        assertThat(holds(result)).containsExactly("r1 tentative 100 0 0 null");
    }

    @Test
    void reserve_upToTheBudget_passes_andOneMicroUnitMoreDoesNot() {
        JsonObject result = apply(
                reserve("02T10", "r1", "p", "'allocation': '60'", ""),
                reserve("02T10", "r2", "p", "'allocation': '40.000001'", ""),
                reserve("02T10", "r3", "p", "'allocation': '40'", ""),
                reserve("02T10", "r4", "p", "'allocation': '0', 'uncovered': '5'", ""));
        assertThat(refusals(result)).containsExactly("1 BUDGET_EXCEEDED");
        assertThat(projects(result)).contains("p 100 0 0");
    }

    @Test
    void reserve_projectWithoutBudget_hasNoLimit_andIsListed() {
        JsonObject result = apply(reserve("02T10", "r1", "x", "'allocation': '1000000000000'", ""));
        assertThat(projects(result)).containsExactly("p 0 0 0", "q 0 0 0", "x 1000000000000 0 0");
    }

    @Test
    void reserve_overspentMonth_stillTakesAnAllocationOfNothing() {
        JsonObject result = apply(
                reserve("02T10", "r1", "p", "'allocation': '100'", "'confirmed': true"),
                settle("02T11", "r1", "130"),
                reserve("02T12", "r2", "p", "'uncovered': '1'", ""),
                reserve("02T12", "r3", "p", "'allocation': '0.000001'", ""));
        assertThat(projects(result)).contains("p 0 130 30");
        assertThat(refusals(result)).containsExactly("3 BUDGET_EXCEEDED");
    }

    @Test
    void budget_countsReservedOfEveryMonth_butConsumedOfTheBookingMonthOnly() {
        JsonObject result = apply(
                reserve("2026-02-28T23:59:59.999Z", "r1", "p", "'allocation': '30'", ""),
                reserve("2026-02-28T23:59:59.999Z", "r2", "p", "'allocation': '50'", "'confirmed': true"),
                settle("02T10", "r2", "50"),
                reserve("02T10", "r3", "p", "'allocation': '71'", ""),
                reserve("02T10", "r4", "p", "'allocation': '70'", ""));
        assertThat(refusals(result)).containsExactly("3 BUDGET_EXCEEDED");
        assertThat(projects(result)).contains("p 100 0 0");
    }

    @Test
    void projects_showTheMonthOfTheLastEvent_refusedOrNot() {
        JsonObject result = apply(
                reserve("02T10", "r1", "p", "'allocation': '50'", "'confirmed': true"),
                settle("02T10", "r1", "60"),
                event("confirm", "2026-04-01T00:00:00Z", "nobody"));
        assertThat(projects(result)).contains("p 0 0 0");
        JsonObject back = apply(
                reserve("02T10", "r1", "p", "'allocation': '50'", "'confirmed': true"),
                settle("2026-04-01T00:00:00Z", "r1", "60"),
                event("confirm", "2026-03-31T23:59:59.999Z", "nobody"));
        assertThat(projects(back)).contains("p 0 60 0");
    }

    @ParameterizedTest
    @CsvSource({
        "nope, reserved, 1, 02T10, p, GRANT_UNKNOWN",
        "nope, reserved, 0, 02T10, p, GRANT_UNKNOWN",
        "g3, reserved, 1, 02T10, p, GRANT_NOT_ALLOWED",
        "g1, emergency, 0, 02T10, p, GRANT_NOT_ALLOWED",
        "g2, reserved, 1, 11T10, p, GRANT_NOT_ALLOWED",
        "g2, emergency, 0, 10T00, p, GRANT_EXPIRED",
        "g2, emergency, 21, 10T00, p, GRANT_EXPIRED",
        "g2, emergency, 20.000001, 09T23, p, GRANT_EXHAUSTED"
    })
    void reserve_drawThatIsNotPossible_isRefused(
            String grant, String pool, String amount, String at, String project, String code) {
        JsonObject result = apply(reserve(at, "r1", project, "'draws': [" + draw(grant, pool, amount) + "]", ""));
        assertThat(refusals(result)).containsExactly("0 " + code);
        assertThat(grants(result)).containsExactly("g1 30 0 0 0", "g2 20 0 0 0", "g3 10 0 0 0");
    }

    @Test
    void reserve_laterDrawSeesWhatEarlierOnesTook() {
        String twice = "'draws': [" + draw("g1", "reserved", "20") + "," + draw("g1", "reserved", "10.000001") + "]";
        String fits = "'draws': [" + draw("g1", "reserved", "20") + "," + draw("g1", "reserved", "10") + "]";
        JsonObject result = apply(reserve("02T10", "r1", "p", twice, ""), reserve("02T10", "r2", "p", fits, ""));
        assertThat(refusals(result)).containsExactly("0 GRANT_EXHAUSTED");
        assertThat(grants(result)).first().isEqualTo("g1 0 30 0 0");
    }

    @Test
    void reserve_checksBudgetBeforeDraws_andDrawsInOrder() {
        String bad = "'allocation': '101', 'draws': [" + draw("nope", "reserved", "1") + "]";
        String worse = "'draws': [" + draw("g1", "reserved", "31") + "," + draw("nope", "reserved", "1") + "]";
        assertThat(refusals(apply(reserve("02T10", "r1", "p", bad, ""), reserve("02T10", "r2", "p", worse, ""))))
                .containsExactly("0 BUDGET_EXCEEDED", "1 GRANT_EXHAUSTED");
    }

    @Test
    void reserve_drawOfNothing_isLeftOut() {
        JsonObject result = apply(reserve("02T10", "r1", "p", "'draws': [" + draw("g1", "reserved", "0") + "]", ""));
        assertThat(parts(result, 0)).isEqualTo("{'allocation':'0','draws':[],'uncovered':'0'}");
        assertThat(holds(result)).containsExactly("r1 tentative 0 0 0 null");
    }

    @Test
    void reserve_sameChange_releasesTheTentativeHold_andUsesWhatItFreed() {
        JsonObject result = apply(
                reserve("02T10", "r1", "p", "'allocation': '90', " + G1_5, "'change': 'pr-7'"),
                reserve("02T11", "r2", "p", "'allocation': '95'", "'change': 'pr-7'"));
        assertThat(holds(result)).containsExactly("r1 released 0 0 0 null", "r2 tentative 95 0 0 null");
        assertThat(parts(result, 0)).isEqualTo("{'allocation':'0','draws':[],'uncovered':'0'}");
        assertThat(grants(result)).first().isEqualTo("g1 30 0 0 0");
    }

    @Test
    void reserve_sameChange_settlesTheConfirmedHoldAtWhatTheNewPlanDoesNotAskFor() {
        JsonObject result = apply(
                reserve("02T10", "r1", "p", "'allocation': '60', " + G1_5, "'change': 'pr-7', 'confirmed': true"),
                reserve("02T11", "r2", "p", "'allocation': '20'", "'change': 'pr-7'"));
        assertThat(holds(result)).containsExactly("r1 settled 0 45 0 -20", "r2 tentative 20 0 0 null");
        assertThat(projects(result)).contains("p 20 45 0");
        assertThat(grants(result)).first().isEqualTo("g1 30 0 0 0");
    }

    @Test
    void reserve_dearerPlanOfAConfirmedChange_settlesTheOldHoldAtNothing() {
        JsonObject result = apply(
                reserve("02T10", "r1", "p", "'allocation': '60'", "'change': 'pr-7', 'confirmed': true"),
                reserve("02T11", "r2", "p", "'allocation': '80'", "'change': 'pr-7'"));
        assertThat(holds(result)).containsExactly("r1 settled 0 0 0 -60", "r2 tentative 80 0 0 null");
    }

    @Test
    void reserve_refused_movesNothing() {
        JsonObject result = apply(
                reserve("02T10", "r1", "p", "'allocation': '60', " + G1_5, "'change': 'pr-7', 'confirmed': true"),
                reserve("02T10", "r2", "p", "'allocation': '1'", "'place': 's'"),
                reserve(
                        "02T11",
                        "r3",
                        "p",
                        "'allocation': '200'",
                        "'change': 'pr-7', 'place': 's', 'confirmed': true"));
        assertThat(refusals(result)).containsExactly("2 BUDGET_EXCEEDED");
        assertThat(holds(result)).containsExactly("r1 confirmed 65 0 0 null", "r2 tentative 1 0 0 null");
        assertThat(grants(result)).first().isEqualTo("g1 25 5 0 0");
    }

    @Test
    void reserve_moveAcrossProjects_freesTheOldProject() {
        JsonObject result = apply(
                reserve("02T10", "r1", "p", "'allocation': '60'", "'change': 'pr-7'"),
                reserve("02T11", "r2", "q", "'allocation': '50'", "'change': 'pr-7'"));
        assertThat(projects(result)).containsExactly("p 0 0 0", "q 50 0 0");
    }

    @Test
    void reserve_withoutChange_movesNothing() {
        JsonObject result = apply(
                reserve("02T10", "r1", "p", "'allocation': '1'", "'change': null"),
                reserve("02T11", "r2", "p", "'allocation': '1'", "'change': null"),
                reserve("02T11", "r3", "p", "'allocation': '1'", "'change': ''"),
                reserve("02T11", "r4", "p", "'allocation': '1'", "'change': ''"));
        assertThat(holds(result))
                .containsExactly(
                        "r1 tentative 1 0 0 null",
                        "r2 tentative 1 0 0 null",
                        "r3 released 0 0 0 null",
                        "r4 tentative 1 0 0 null");
    }

    @Test
    void reserve_confirmed_releasesOnlyTentativeHoldsOfItsPlace() {
        JsonObject result = apply(
                reserve("02T10", "tentative", "p", "'allocation': '1'", "'change': 'a', 'place': 's'"),
                reserve("02T10", "confirmed", "p", "'allocation': '1'", "'change': 'b', 'place': 's'"),
                event("confirm", "02T10", "confirmed"),
                reserve("02T10", "elsewhere", "p", "'allocation': '1'", "'place': 't'"),
                reserve("02T10", "nowhere", "p", "'allocation': '1'", ""),
                reserve("02T11", "plain", "p", "'allocation': '1'", "'place': 's'"),
                reserve("02T12", "apply", "p", "'allocation': '1'", "'place': 's', 'confirmed': true"));
        assertThat(holds(result))
                .containsExactly(
                        "tentative released 0 0 0 null",
                        "confirmed confirmed 1 0 0 null",
                        "elsewhere tentative 1 0 0 null",
                        "nowhere tentative 1 0 0 null",
                        "plain released 0 0 0 null",
                        "apply confirmed 1 0 0 null");
    }

    @Test
    void release_givesBackEachPart() {
        JsonObject result = apply(
                reserve("02T10", "r1", "p", "'allocation': '40', " + G1_5 + ", 'uncovered': '2'", ""),
                event("confirm", "02T10", "r1"),
                event("release", "02T11", "r1"));
        assertThat(holds(result)).containsExactly("r1 released 0 0 0 null");
        assertThat(grants(result)).first().isEqualTo("g1 30 0 0 0");
        assertThat(projects(result)).contains("p 0 0 0");
    }

    @Test
    void release_ofAnExpiredCredit_writesItOff() {
        String plan = "'draws': [" + draw("g2", "emergency", "5") + "]";
        JsonObject before =
                apply(reserve("02T10", "r1", "p", plan, ""), event("release", "2026-03-09T23:59:59.999Z", "r1"));
        assertThat(grants(before)).contains("g2 20 0 0 0");
        JsonObject after = apply(reserve("02T10", "r1", "p", plan, ""), event("release", "10T00", "r1"));
        assertThat(grants(after)).contains("g2 15 0 0 5");
    }

    @Test
    void actions_inTheWrongState_areRefused() {
        JsonObject result = apply(
                event("confirm", "02T10", "r1"),
                event("release", "02T10", "r1"),
                settle("02T10", "r1", "1"),
                reserve("02T10", "r1", "p", "'allocation': '1'", ""),
                settle("02T10", "r1", "1"),
                event("confirm", "02T10", "r1"),
                event("confirm", "02T10", "r1"),
                settle("02T10", "r1", "1"),
                settle("02T10", "r1", "1"),
                event("confirm", "02T10", "r1"),
                event("release", "02T10", "r1"),
                reserve("02T10", "r2", "p", "'allocation': '1'", ""),
                event("release", "02T10", "r2"),
                settle("02T10", "r2", "1"));
        assertThat(refusals(result))
                .containsExactly(
                        "0 RESERVATION_UNKNOWN",
                        "1 RESERVATION_UNKNOWN",
                        "2 RESERVATION_UNKNOWN",
                        "4 RESERVATION_NOT_CONFIRMED",
                        "8 RESERVATION_NOT_ACTIVE",
                        "9 RESERVATION_NOT_ACTIVE",
                        "10 RESERVATION_NOT_ACTIVE",
                        "13 RESERVATION_NOT_ACTIVE");
        assertThat(holds(result)).containsExactly("r1 settled 0 1 0 0", "r2 released 0 0 0 null");
    }

    /** R = 10 + 5 (g1) + 3 (g2) + 2; the budget has 40 left beside it, for other holds have 50. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 | r1 settled 0 0 0 -20 | g1 30 0 0 0 | g2 20 0 0 0 | p 50 0 0",
                "12.5 | r1 settled 0 12.5 0 -7.5 | g1 27.5 0 2.5 0 | g2 20 0 0 0 | p 50 10 0",
                "19 | r1 settled 0 19 0 -1 | g1 25 0 5 0 | g2 17 0 3 0 | p 50 10 0",
                "20 | r1 settled 0 20 0 0 | g1 25 0 5 0 | g2 17 0 3 0 | p 50 10 0",
                "60 | r1 settled 0 60 0 40 | g1 25 0 5 0 | g2 17 0 3 0 | p 50 50 0",
                "60.000001 | r1 settled 0 60 0.000001 40.000001 | g1 25 0 5 0 | g2 17 0 3 0 | p 50 50.000001 0.000001"
            })
    void settle_fillsThePartsThenHeadroomThenOverruns(
            String actual, String hold, String g1, String g2, String project) {
        String plan = "'allocation': '10', 'uncovered': '2', 'draws': [" + draw("g1", "reserved", "5") + ","
                + draw("g2", "emergency", "3") + "]";
        JsonObject result = apply(
                reserve("02T10", "r1", "p", plan, "'confirmed': true"),
                reserve("02T10", "r2", "p", "'allocation': '50'", ""),
                settle("02T11", "r1", actual));
        assertThat(holds(result)).first().isEqualTo(hold);
        assertThat(grants(result)).startsWith(g1, g2);
        assertThat(projects(result)).contains(project);
    }

    @Test
    void settle_withoutBudget_hasNoHeadroom() {
        JsonObject result = apply(
                reserve("02T10", "r1", "x", "'allocation': '10'", "'confirmed': true"), settle("02T11", "r1", "15"));
        assertThat(holds(result)).containsExactly("r1 settled 0 10 5 5");
        assertThat(projects(result)).contains("x 0 15 5");
    }

    @Test
    void settle_putsHeadroomIntoTheAllocationPart() {
        JsonObject result = apply(
                reserve("02T10", "r1", "p", "'allocation': '10', " + G1_5, "'confirmed': true"),
                settle("02T11", "r1", "18"));
        assertThat(parts(result, 0))
                .isEqualTo("{'allocation':'13','draws':[{'amount':'5','grant_id':'g1'}],'uncovered':'0'}");
    }

    @Test
    void settle_inALaterMonth_usesTheHeadroomOfTheBookingMonth() {
        JsonObject result = apply(
                reserve("2026-02-10T00:00:00Z", "r1", "p", "'allocation': '10'", "'confirmed': true"),
                reserve("2026-02-10T00:00:00Z", "r2", "p", "'allocation': '85'", "'confirmed': true"),
                settle("2026-02-11T00:00:00Z", "r2", "85"),
                settle("02T10", "r1", "20"));
        assertThat(holds(result)).first().isEqualTo("r1 settled 0 15 5 10");
    }

    @Test
    void settle_returnsAnExpiredCreditToNobody() {
        JsonObject result = apply(
                reserve("02T10", "r1", "p", "'draws': [" + draw("g2", "emergency", "8") + "]", "'confirmed': true"),
                event("expire_grants", "10T00"),
                settle("11T10", "r1", "3"));
        assertThat(grants(result)).contains("g2 0 0 3 17");
        assertThat(parts(result, 0))
                .isEqualTo("{'allocation':'0','draws':[{'amount':'3','grant_id':'g2'}],'uncovered':'0'}");
    }

    @Test
    void sweep_releasesTentativeAndSettlesConfirmedHolds_onceTheyAreOldEnough() {
        String[] made = {
            reserve("02T10", "r1", "p", "'allocation': '10', " + G1_5, ""),
            reserve("02T10", "r2", "p", "'allocation': '20'", "'confirmed': true"),
            reserve("02T12", "young", "p", "'allocation': '1'", "")
        };
        JsonObject early = apply(made[0], made[1], made[2], event("sweep", "2026-03-02T10:59:59.999Z"));
        assertThat(holds(early))
                .containsExactly("r1 tentative 15 0 0 null", "r2 confirmed 20 0 0 null", "young tentative 1 0 0 null");
        JsonObject due = apply(made[0], made[1], made[2], event("sweep", "02T11"), event("sweep", "02T12"));
        assertThat(holds(due))
                .containsExactly("r1 released 0 0 0 null", "r2 settled 0 20 0 0", "young tentative 1 0 0 null");
        assertThat(projects(due)).contains("p 1 20 0");
    }

    @Test
    void expireGrants_writesOffAtTheInstant_andMarksNothing() {
        String plan = "'draws': [" + draw("g2", "emergency", "5") + "]";
        JsonObject early = apply(event("expire_grants", "2026-03-09T23:59:59.999Z"));
        assertThat(grants(early)).contains("g2 20 0 0 0");
        JsonObject due = apply(
                reserve("02T10", "r1", "p", plan, ""),
                event("expire_grants", "10T00"),
                event("release", "09T10", "r1"),
                reserve("09T10", "r2", "p", plan, ""));
        assertThat(refusals(due)).isEmpty();
        assertThat(grants(due)).contains("g2 0 5 0 15");
    }

    @Test
    void projects_areSortedByUtf16_andIncludeThoseOfRefusedEvents() {
        JsonObject result = apply(
                reserve("02T10", "r1", "\uD83D\uDE00", "'draws': [" + draw("nope", "reserved", "1") + "]", ""),
                reserve("02T10", "r2", "\uFF5E", "'allocation': '0'", ""),
                reserve("02T10", "r3", "P", "'allocation': '0'", ""));
        assertThat(projects(result))
                .containsExactly("P 0 0 0", "p 0 0 0", "q 0 0 0", "\uD83D\uDE00 0 0 0", "\uFF5E 0 0 0");
    }
}
