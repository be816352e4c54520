package dev.spendweir.approval;

import dev.spendweir.rejection.ErrorCode;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an event did to an approval request.
 *
 * @param request the request afterwards; also after a refusal it may have moved to expired (spec 10 A91)
 * @param refusalCode why the event was refused; null when it was accepted
 */
public record ApprovalStep(
        ApprovalRequest request, @Nullable ErrorCode refusalCode) {

    /** The code of the refusal; empty when the event was accepted. */
    public Optional<ErrorCode> refusal() {
        return Optional.ofNullable(refusalCode);
    }
}
