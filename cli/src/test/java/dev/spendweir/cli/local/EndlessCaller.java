package dev.spendweir.cli.local;

import dev.spendweir.cli.CliRun;
import java.nio.file.Path;

/** A process that gates without end and says after each answer that it was given; made to be killed. */
public final class EndlessCaller {

    private EndlessCaller() {}

    /** Arguments: the directory, and a name that makes the runs of this process its own. */
    public static void main(String[] arguments) {
        LocalRuns runs = new LocalRuns(Path.of(arguments[0]), LocalRuns.POLICY);
        for (int i = 0; ; i++) {
            String run = arguments[1] + "-" + i;
            // Some changes come again, so that holds move; some are over the budget.
            String delta = i % 5 == 4 ? "100000" : "0.01";
            CliRun.Ended ended = runs.gate(run, "pr-" + i % 7, i % 2 == 0 ? "post_plan" : "pre_apply", delta);
            System.out.println(run + " " + delta + " " + LocalRuns.text(ended, "decision_id"));
            System.out.flush();
        }
    }
}
