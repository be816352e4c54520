package dev.spendweir.server.http;

import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.RejectedException;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The header {@code If-Match} (RFC 9110, spec 3.2): one entity tag that is a version, or {@code *}.
 *
 * @param version empty: whatever is there
 */
record IfMatch(OptionalLong version) {

    private static final Pattern TAG = Pattern.compile("(W/)?\"([\\x21\\x23-\\x7e]*)\"");
    private static final Pattern VERSION = Pattern.compile("0|[1-9][0-9]{0,17}");

    /**
     * Reads the header.
     *
     * @throws RejectedException {@code PRECONDITION_REQUIRED} without it, {@code INVALID_PARAMETER} when it is no entity tag
     *     or several, {@code STALE_VERSION} for a tag that no version has: a weak one never matches
     */
    static IfMatch parse(@Nullable String header) {
        if (header == null) {
            throw new RejectedException(
                    ErrorCode.PRECONDITION_REQUIRED,
                    "send If-Match with the ETag of the version that you change, or * for whatever is there");
        }
        String text = header.strip();
        if (text.equals("*")) {
            return new IfMatch(OptionalLong.empty());
        }
        Matcher tag = TAG.matcher(text);
        if (!tag.matches()) {
            throw new RejectedException(
                    ErrorCode.INVALID_PARAMETER, "If-Match takes one entity tag in double quotes, such as \"3\", or *");
        }
        if (tag.group(1) != null || !VERSION.matcher(tag.group(2)).matches()) {
            throw new RejectedException(
                    ErrorCode.STALE_VERSION, "no version has this entity tag; read the thing again and use its ETag");
        }
        return new IfMatch(OptionalLong.of(Long.parseLong(tag.group(2))));
    }
}
