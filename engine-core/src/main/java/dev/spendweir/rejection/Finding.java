package dev.spendweir.rejection;

import java.util.Comparator;
import java.util.Objects;

/**
 * One thing that is wrong with an input, and where (spec 1.2).
 *
 * @param code what kind of mistake
 * @param pointer RFC 6901 JSON pointer relative to the document; empty for the document itself
 * @param detail what is wrong, the limit, the actual value and what to do; never a secret
 */
public record Finding(ErrorCode code, String pointer, String detail) {

    /** Findings of one document are reported in this order: pointer by UTF-16 code units, then code (spec 10 A4). */
    public static final Comparator<Finding> ORDER =
            Comparator.comparing(Finding::pointer).thenComparing(f -> f.code().wireName());

    public Finding {
        Objects.requireNonNull(code, "code");
        Objects.requireNonNull(pointer, "pointer");
        Objects.requireNonNull(detail, "detail");
    }
}
