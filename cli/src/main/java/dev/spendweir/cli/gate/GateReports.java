package dev.spendweir.cli.gate;

import dev.spendweir.cli.output.GateAnswer;
import dev.spendweir.cli.output.GateQuestion;
import dev.spendweir.cli.output.GateReport;

/** Puts question, answer and prices together for the renderers. */
public final class GateReports {

    private GateReports() {}

    /** The report of a call. */
    public static GateReport of(GateSubject subject, PricedChange priced, GateResult result) {
        GateAnswer answer = new GateAnswer(result.object());
        GateQuestion question = new GateQuestion(
                subject.projectId(),
                subject.environment(),
                subject.stage().wireName(),
                subject.resourceReference(),
                subject.runId(),
                subject.changeId(),
                subject.currency(),
                subject.dryRun());
        return new GateReport(
                answer,
                result.json(),
                question,
                priced.costTable(),
                GateExit.of(answer, result.reservationStatus(), result.approvalStatus(), subject.stage()),
                result.replayed(),
                result.reservationStatus(),
                result.approvalStatus(),
                priced.notes());
    }
}
