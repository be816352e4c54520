package dev.spendweir.reading;

import dev.spendweir.rejection.ErrorCode;

/**
 * The codes with which a kind of document reports its mistakes.
 *
 * @param invalid a value breaks a rule
 * @param missing a required field is absent or null
 * @param unknown the schema does not know the member
 * @param amountsKeepTheirCodes whether a bad amount is reported with {@code INVALID_AMOUNT} or {@code
 *     AMOUNT_OUT_OF_RANGE} (spec 10 A22) rather than with {@code invalid} (A33, A41)
 */
public record ReadingCodes(ErrorCode invalid, ErrorCode missing, ErrorCode unknown, boolean amountsKeepTheirCodes) {

    /** A request (spec 1.2). */
    public static final ReadingCodes REQUEST =
            new ReadingCodes(ErrorCode.INVALID_FIELD, ErrorCode.FIELD_REQUIRED, ErrorCode.UNKNOWN_FIELD, true);

    /** A policy (spec 1.3). */
    public static final ReadingCodes POLICY =
            new ReadingCodes(ErrorCode.POLICY_INVALID, ErrorCode.POLICY_INVALID, ErrorCode.POLICY_UNKNOWN_FIELD, false);

    /** A snapshot (spec 1.4, 10 A41). */
    public static final ReadingCodes SNAPSHOT = uniform(ErrorCode.INVALID_SNAPSHOT);

    /** The same code for every kind of mistake. */
    public static ReadingCodes uniform(ErrorCode code) {
        return new ReadingCodes(code, code, code, false);
    }
}
