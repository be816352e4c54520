package dev.spendweir.server.http;

import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.Finding;
import dev.spendweir.rejection.RejectedException;
import dev.spendweir.server.store.StoreUnavailableException;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns whatever ended a call into the problem that its caller may see; the one place that does. */
final class ProblemMapper {

    /** When a store that is away should be tried again. */
    private static final String STORE_RETRY_SECONDS = "5";

    /** Overload passes quickly or not at all. */
    private static final String OVERLOAD_RETRY_SECONDS = "1";

    /** People end a quarantine: that takes minutes at best. */
    private static final String QUARANTINE_RETRY_SECONDS = "60";

    private static final Logger LOG = LoggerFactory.getLogger(ProblemMapper.class);

    private ProblemMapper() {}

    /** The problem; what is not foreseen is logged with its stack trace and told as {@code INTERNAL_ERROR}. */
    static Problem of(Throwable failure) {
        if (failure instanceof ProblemException answer) {
            return answer.problem();
        }
        if (failure instanceof RejectedException rejected) {
            return rejected(rejected);
        }
        if (failure instanceof StoreUnavailableException store) {
            LOG.warn("the store is not available", store);
            return unavailable(store);
        }
        LOG.error("a call failed", failure);
        return Problem.of(
                ErrorCode.INTERNAL_ERROR, "the server failed on this call; its log has the cause under the request id");
    }

    private static Problem rejected(RejectedException rejected) {
        List<Finding> findings = rejected.findings();
        Finding first = findings.get(0);
        String more = findings.size() == 1 ? "" : " (and " + (findings.size() - 1) + " more, see errors)";
        // What concerns the call as a whole points at nothing in its body.
        boolean wholeCall = findings.size() == 1 && first.pointer().isEmpty();
        return new Problem(
                rejected.code(), first.detail() + more, wholeCall ? List.of() : findings, headers(rejected.code()));
    }

    private static Problem unavailable(StoreUnavailableException failure) {
        return switch (failure.kind()) {
            case EXHAUSTED, LOCK_TIMEOUT, CONTENDED, TIMEOUT ->
                new Problem(
                        ErrorCode.OVERLOADED,
                        "the store is busy with other calls; nothing was done; ask again",
                        List.of(),
                        Map.of("Retry-After", OVERLOAD_RETRY_SECONDS));
            case UNREACHABLE, FAILED ->
                new Problem(
                        ErrorCode.STORE_UNAVAILABLE,
                        "the store cannot be used now; ask again",
                        List.of(),
                        Map.of("Retry-After", STORE_RETRY_SECONDS));
        };
    }

    private static Map<String, String> headers(ErrorCode code) {
        if (code == ErrorCode.AUDIT_QUARANTINE) {
            return Map.of("Retry-After", QUARANTINE_RETRY_SECONDS);
        }
        return switch (code.httpStatus()) {
            case 401 -> Map.of("WWW-Authenticate", "Bearer realm=\"spendweir\"");
            case 429, 503 -> Map.of("Retry-After", OVERLOAD_RETRY_SECONDS);
            default -> Map.of();
        };
    }
}
