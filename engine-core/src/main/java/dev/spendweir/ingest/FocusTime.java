package dev.spendweir.ingest;

import dev.spendweir.time.Days;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The times of FOCUS rows: {@code YYYY-MM-DD}, or that with {@code T} or one blank and {@code hh:mm[:ss[.1-9 digits]]}, the
 * latter with {@code Z}, {@code +hh:mm}, {@code -hh:mm} or nothing, which is UTC (spec 5.4: a missing zone).
 */
final class FocusTime {

    private static final Pattern SHAPE = Pattern.compile("([0-9]{4}-[0-9]{2}-[0-9]{2})"
            + "(?:[T ]([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:\\.[0-9]{1,9})?)?(?:Z|([+-])([0-9]{2}):([0-9]{2}))?)?");

    private static final int MINUTES_PER_HOUR = 60;
    private static final int MINUTES_PER_DAY = 24 * MINUTES_PER_HOUR;

    private FocusTime() {}

    /** The UTC day of the time, or {@link Days#NONE} for a text of another form and a day that cannot travel. */
    static int utcDay(String text) {
        Matcher parts = SHAPE.matcher(text);
        if (!parts.matches()) {
            return Days.NONE;
        }
        int day = Days.parse(parts.group(1));
        int minutes = minutes(parts, 2);
        int offset = minutes(parts, 6);
        boolean real = day != Days.NONE && minutes >= 0 && offset >= 0 && number(parts.group(4)) < MINUTES_PER_HOUR;
        if (!real) {
            return Days.NONE;
        }
        int east = "-".equals(parts.group(5)) ? -offset : offset;
        long utc = day + (long) Math.floorDiv(minutes - east, MINUTES_PER_DAY);
        return Days.isInRange(utc) ? (int) utc : Days.NONE;
    }

    /** Minutes of the hours in that group and the minutes in the next; 0 when absent, -1 when there is no such time. */
    private static int minutes(Matcher parts, int group) {
        int hours = number(parts.group(group));
        int minutes = number(parts.group(group + 1));
        return hours < 24 && minutes < MINUTES_PER_HOUR ? hours * MINUTES_PER_HOUR + minutes : -1;
    }

    private static int number(@Nullable String digits) {
        return digits == null ? 0 : Integer.parseInt(digits);
    }
}
