package dev.spendweir.rejection;

import java.util.List;

/**
 * A call was refused because its input is bad; nothing was done.
 *
 * <p>Carries at least one {@link Finding}, in {@link Finding#ORDER}; {@link #code()} is that of the first (spec 10 A3).
 * It is expected control flow at the edge of the system and therefore has no stack trace.
 */
public final class RejectedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<Finding> findings;

    /** Refuses with one finding at the document itself. */
    public RejectedException(ErrorCode code, String detail) {
        this(List.of(new Finding(code, "", detail)));
    }

    /** Refuses with one finding. */
    public RejectedException(ErrorCode code, String pointer, String detail) {
        this(List.of(new Finding(code, pointer, detail)));
    }

    /**
     * Refuses with several findings, which are put in order.
     *
     * @throws IllegalArgumentException when the list is empty
     */
    public RejectedException(List<Finding> findings) {
        super(message(findings), null, false, false);
        this.findings = findings.stream().sorted(Finding.ORDER).toList();
    }

    private static String message(List<Finding> findings) {
        if (findings.isEmpty()) {
            throw new IllegalArgumentException("a rejection needs at least one finding");
        }
        Finding first = findings.stream().min(Finding.ORDER).orElseThrow();
        String where = first.pointer().isEmpty() ? "" : " at " + first.pointer();
        String more = findings.size() == 1 ? "" : " (and " + (findings.size() - 1) + " more)";
        return first.code().wireName() + where + ": " + first.detail() + more;
    }

    /** The code of the first finding. */
    public ErrorCode code() {
        return findings.get(0).code();
    }

    /** All findings, in order; never empty. */
    public List<Finding> findings() {
        return findings;
    }
}
