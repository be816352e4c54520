package dev.spendweir.server.outgoing;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a host answered.
 *
 * @param headers first value of each, by lower-case name
 * @param body whole
 */
@SuppressWarnings("ArrayRecordComponent") // read once, never compared
public record OutgoingAnswer(int status, Map<String, String> headers, byte[] body) {
    public OutgoingAnswer {
        headers = Map.copyOf(headers);
    }

    /** Whether it is 2xx. */
    public boolean isSuccess() {
        return status >= 200 && status < 300;
    }

    /** Whether the same call may succeed later: 408, 425, 429 and 5xx. */
    public boolean isTransient() {
        return status == 408 || status == 425 || status == 429 || status >= 500;
    }

    /** A header. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }

    /** The seconds of {@code Retry-After}, when it says so in digits. */
    public Optional<Long> retryAfterSeconds() {
        return header("retry-after").filter(text -> text.matches("[0-9]{1,6}")).map(Long::parseLong);
    }
}
