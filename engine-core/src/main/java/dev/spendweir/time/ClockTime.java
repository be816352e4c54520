package dev.spendweir.time;

import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.RejectedException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Times as they travel: RFC 3339 in UTC, {@code YYYY-MM-DDThh:mm:ss[.1-9 digits]Z} with upper-case letters, years 0001 to
 * 9999, no leap second; cut to milliseconds when read, written with exactly 3 fraction digits (spec 10 A5, A7). Pure
 * functions.
 */
public final class ClockTime {

    /** Milliseconds of a day; UTC as the engine counts it has no leap seconds. */
    public static final long MILLIS_PER_DAY = 86_400_000L;

    private static final int SECONDS_PER_DAY = 86_400;
    private static final int MILLIS_PER_SECOND = 1000;
    private static final int SHORTEST = "YYYY-MM-DDThh:mm:ssZ".length();
    private static final int FRACTION_START = "YYYY-MM-DDThh:mm:ss.".length();
    private static final int MAX_FRACTION_DIGITS = 9;
    private static final int WRITTEN_LENGTH = "YYYY-MM-DDThh:mm:ss.mmmZ".length();

    private ClockTime() {}

    /**
     * Reads a time, cut to milliseconds.
     *
     * @throws RejectedException {@code INVALID_CLOCK_TIME} for null and any text of another form
     */
    public static Instant parse(@Nullable String text) {
        long millis = text == null ? Long.MIN_VALUE : parseMillis(text);
        if (millis == Long.MIN_VALUE) {
            throw new RejectedException(
                    ErrorCode.INVALID_CLOCK_TIME,
                    "a time is written YYYY-MM-DDThh:mm:ss[.fraction]Z in UTC, such as 2026-03-02T09:30:00Z");
        }
        return Instant.ofEpochMilli(millis);
    }

    /** Whether the text is a time in the form of this class. */
    public static boolean isValid(String text) {
        return parseMillis(text) != Long.MIN_VALUE;
    }

    /** Milliseconds since 1970-01-01T00:00:00Z, or {@link Long#MIN_VALUE} for a text of another form. */
    private static long parseMillis(String text) {
        int length = text.length();
        if (length < SHORTEST || text.charAt(length - 1) != 'Z' || text.charAt(10) != 'T') {
            return Long.MIN_VALUE;
        }
        int day = Days.parsePrefix(text);
        int second = secondOfDay(text);
        int milli = length == SHORTEST ? 0 : fraction(text, length - 1);
        if (day == Days.NONE || second < 0 || milli < 0) {
            return Long.MIN_VALUE;
        }
        return day * MILLIS_PER_DAY + second * (long) MILLIS_PER_SECOND + milli;
    }

    private static int secondOfDay(String text) {
        int hour = Digits.read(text, 11, 13);
        int minute = Digits.read(text, 14, 16);
        int second = Digits.read(text, 17, 19);
        boolean shaped = text.charAt(13) == ':' && text.charAt(16) == ':' && hour >= 0 && minute >= 0 && second >= 0;
        return shaped && hour < 24 && minute < 60 && second < 60 ? (hour * 60 + minute) * 60 + second : -1;
    }

    /** The milliseconds of the fraction that ends before {@code end}, further digits cut off; -1 when malformed. */
    private static int fraction(String text, int end) {
        int digits = end - FRACTION_START;
        if (text.charAt(FRACTION_START - 1) != '.' || digits < 1 || digits > MAX_FRACTION_DIGITS) {
            return -1;
        }
        if (Digits.read(text, FRACTION_START, end) < 0) {
            return -1;
        }
        int milli = Digits.read(text, FRACTION_START, Math.min(end, FRACTION_START + 3));
        return digits == 1 ? milli * 100 : digits == 2 ? milli * 10 : milli;
    }

    /**
     * The wire form, cut to milliseconds.
     *
     * @throws RejectedException {@code INVALID_CLOCK_TIME} outside the years 0001 to 9999
     */
    public static String format(Instant time) {
        return format(toMillis(time));
    }

    /** The wire form of milliseconds since 1970-01-01T00:00:00Z within the years 0001 to 9999. */
    public static String format(long epochMillis) {
        int day = dayOf(epochMillis);
        int ofDay = (int) (epochMillis - day * MILLIS_PER_DAY);
        int second = ofDay / MILLIS_PER_SECOND;
        byte[] out = new byte[WRITTEN_LENGTH];
        Days.write(day, out);
        out[10] = 'T';
        Digits.write(out, 11, 13, second / 3600);
        out[13] = ':';
        Digits.write(out, 14, 16, second / 60 % 60);
        out[16] = ':';
        Digits.write(out, 17, 19, second % 60);
        out[19] = '.';
        Digits.write(out, 20, 23, ofDay % MILLIS_PER_SECOND);
        out[23] = 'Z';
        return Digits.text(out);
    }

    /**
     * Milliseconds since 1970-01-01T00:00:00Z; a finer fraction is cut off.
     *
     * @throws RejectedException {@code INVALID_CLOCK_TIME} outside the years 0001 to 9999
     */
    public static long toMillis(Instant time) {
        long day = Math.floorDiv(time.getEpochSecond(), (long) SECONDS_PER_DAY);
        if (!Days.isInRange(day)) {
            throw new RejectedException(
                    ErrorCode.INVALID_CLOCK_TIME, "the time lies outside the years 0001 to 9999 that can be written");
        }
        return time.toEpochMilli();
    }

    /** The UTC day (see {@link Days}) of milliseconds since 1970-01-01T00:00:00Z. */
    public static int dayOf(long epochMillis) {
        return (int) Math.floorDiv(epochMillis, MILLIS_PER_DAY);
    }
}
