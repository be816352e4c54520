package dev.spendweir.reservation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spendweir.amount.Amount;
import dev.spendweir.canonical.CanonicalJson;
import dev.spendweir.vocabulary.Source;
import java.time.YearMonth;
import java.util.List;
import org.junit.jupiter.api.Test;

class HoldEventsTest {
    private static final Change CHANGE =
            new Change(new Place(Source.TERRAFORM, "payments", "production", "workspace/a"), "pr-7");
    private static final HoldParts PARTS = new HoldParts(
            Amount.parse("100"),
            List.of(
                    new HeldDraw("grant-1", "reserved", Amount.parse("20.5")),
                    new HeldDraw("grant-2", "emergency", Amount.parse("1"))),
            Amount.parse("0.000001"));

    /** As docs/ledger.md has it; the month as everywhere else on the wire (spec 11). */
    @Test
    void held_saysWhatIsHeldAndInWhichMonth() {
        assertThat(CanonicalJson.text(HoldEvents.held(
                        "hold-1", HoldStatus.TENTATIVE, CHANGE, YearMonth.of(2026, 11), PARTS, "decision-1")))
                .isEqualTo(("{'amount':'121.500001','booked_month':'2026-11','change_id':'pr-7',"
                                + "'decision_id':'decision-1','environment':'production',"
                                + "'parts':{'allocation':'100','draws':["
                                + "{'amount':'20.5','grant_id':'grant-1','pool':'reserved'},"
                                + "{'amount':'1','grant_id':'grant-2','pool':'emergency'}],'uncovered':'0.000001'},"
                                + "'project_id':'payments','reservation_id':'hold-1',"
                                + "'resource_reference':'workspace/a','source':'terraform','status':'tentative'}")
                        .replace('\'', '"'));
    }

    @Test
    void closed_withoutASettlement_saysWhatWasGivenBack() {
        assertThat(CanonicalJson.text(HoldEvents.closed("hold-1", PARTS, "overdue", null, null, null, List.of())))
                .isEqualTo(("{'actual':null,'consumed':null,'decision_id':null,'drift':null,'grants':[],"
                                + "'held':{'allocation':'100','draws':["
                                + "{'amount':'20.5','grant_id':'grant-1','pool':'reserved'},"
                                + "{'amount':'1','grant_id':'grant-2','pool':'emergency'}],'uncovered':'0.000001'},"
                                + "'overrun':null,'reason':'overdue','reservation_id':'hold-1','status':'released',"
                                + "'successor':null}")
                        .replace('\'', '"'));
    }
}
