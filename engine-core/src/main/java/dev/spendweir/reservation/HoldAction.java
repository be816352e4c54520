package dev.spendweir.reservation;

import dev.spendweir.rejection.ErrorCode;
import java.util.Optional;

/** What somebody may want to do with a hold, and when that is refused (spec 3.2, 10 R3). */
public enum HoldAction {
    /** It goes ahead. Of a confirmed hold it changes nothing and is no refusal. */
    CONFIRM,
    /** It does not happen. */
    RELEASE,
    /** It happened and this is what it cost; only of a confirmed hold. */
    SETTLE;

    /** The code with which the action is refused of a hold in that status; empty when it is allowed. */
    public Optional<ErrorCode> refusal(HoldStatus status) {
        if (!status.isActive()) {
            return Optional.of(ErrorCode.RESERVATION_NOT_ACTIVE);
        }
        boolean tooEarly = this == SETTLE && status == HoldStatus.TENTATIVE;
        return tooEarly ? Optional.of(ErrorCode.RESERVATION_NOT_CONFIRMED) : Optional.empty();
    }
}
