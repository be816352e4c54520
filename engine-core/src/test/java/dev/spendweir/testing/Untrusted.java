package dev.spendweir.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spendweir.canonical.JsonReader;
import dev.spendweir.canonical.JsonSyntaxException;
import dev.spendweir.canonical.JsonValue;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.Finding;
import dev.spendweir.rejection.RejectedException;
import java.util.Optional;
import java.util.function.Supplier;

/** What every reader owes to input of any kind; for fuzz targets. */
public final class Untrusted {

    /** A detail quotes a part of the input at most: whoever sends megabytes must not get them back, or into a log. */
    private static final int LONGEST_DETAIL = 2_000;

    private Untrusted() {}

    /** The value that bytes are as strict JSON; empty when they are not, which nothing but the one exception may say. */
    public static Optional<JsonValue> json(byte[] utf8) {
        try {
            return Optional.of(JsonReader.read(utf8));
        } catch (JsonSyntaxException e) {
            assertThat(e.getMessage()).hasSizeBetween(1, LONGEST_DETAIL);
            return Optional.empty();
        }
    }

    /** What the reader gives; empty when it refuses, which it may with these codes and whole findings only. */
    public static <T> Optional<T> read(Supplier<T> reader, ErrorCode... codes) {
        try {
            return Optional.of(reader.get());
        } catch (RejectedException e) {
            assertThat(e.findings()).isNotEmpty().isSortedAccordingTo(Finding.ORDER);
            for (Finding finding : e.findings()) {
                assertThat(finding.code()).isIn((Object[]) codes);
                assertThat(isPointer(finding.pointer())).as(finding.pointer()).isTrue();
                assertThat(finding.detail()).hasSizeBetween(1, LONGEST_DETAIL);
            }
            return Optional.empty();
        }
    }

    /** Whether the text is a JSON pointer (RFC 6901). */
    private static boolean isPointer(String text) {
        if (!text.isEmpty() && text.charAt(0) != '/') {
            return false;
        }
        for (int i = text.indexOf('~'); i >= 0; i = text.indexOf('~', i + 1)) {
            if (i + 1 == text.length() || "01".indexOf(text.charAt(i + 1)) < 0) {
                return false;
            }
        }
        return true;
    }
}
