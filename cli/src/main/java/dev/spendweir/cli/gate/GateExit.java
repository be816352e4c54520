package dev.spendweir.cli.gate;

import dev.spendweir.cli.ExitCode;
import dev.spendweir.cli.output.GateAnswer;
import java.util.Optional;

/** Says how a gate call ends for a pipeline (spec 5.1, "Exit codes"). */
public final class GateExit {

    private GateExit() {}

    /**
     * The exit code.
     *
     * @param reservationStatus where the hold of a replayed answer stands now; anything but an active hold is no go
     * @param approvalStatus where the approval stands now; once people agreed the change may go on
     * @param stage right before the apply an approval must have been used
     */
    public static ExitCode of(
            GateAnswer answer, Optional<String> reservationStatus, Optional<String> approvalStatus, GateStage stage) {
        return switch (answer.outcome()) {
            case ALLOW, ALLOW_WITH_CREDITS -> isGone(reservationStatus) ? ExitCode.FAILED : ExitCode.GO;
            // A fail-safe answer is no judgement on the change: neither people nor money would help.
            case REQUIRE_APPROVAL -> answer.isFailsafe() ? ExitCode.FAILED : asked(approvalStatus, stage);
            case DENY -> answer.isFailsafe() ? ExitCode.FAILED : ExitCode.DENIED;
        };
    }

    private static ExitCode asked(Optional<String> approvalStatus, GateStage stage) {
        return switch (approvalStatus.orElse("pending")) {
            case "consumed" -> ExitCode.GO;
            case "approved" -> stage == GateStage.PRE_APPLY ? ExitCode.APPROVAL_PENDING : ExitCode.GO;
            case "denied" -> ExitCode.DENIED;
            // Pending, or expired or withdrawn: people have to be asked again.
            default -> ExitCode.APPROVAL_PENDING;
        };
    }

    private static boolean isGone(Optional<String> status) {
        return status.filter(s -> !s.equals("tentative") && !s.equals("confirmed"))
                .isPresent();
    }
}
