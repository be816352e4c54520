package dev.spendweir.server.http;

import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.RejectedException;
import java.time.Duration;
import java.util.regex.Pattern;

/** The header {@code Spendweir-Timeout-Millis}: how long the caller will wait for the answer (spec 3.1). */
final class CallerTimeout {

    /** One second to ten minutes has four to six digits; shorter waits are honest too. */
    private static final Pattern MILLIS = Pattern.compile("[1-9][0-9]{1,5}");

    private CallerTimeout() {}

    /** Four fifths of what the caller says, so that the answer is there in time, but never more than the server's own. */
    static Duration lessAFifth(String header, Duration servers) {
        if (!MILLIS.matcher(header).matches()) {
            throw new RejectedException(
                    ErrorCode.INVALID_PARAMETER,
                    "the header Spendweir-Timeout-Millis takes a whole number of milliseconds, 10 to 999999");
        }
        Duration callers = Duration.ofMillis(Long.parseLong(header) * 4 / 5);
        return callers.compareTo(servers) < 0 ? callers : servers;
    }
}
