package dev.spendweir.vectors.naive;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times and dates of the wire (spec 10 A5, A6). Times are milliseconds since 1970. */
final class Moments {
    private static final Pattern TIME =
            Pattern.compile("([0-9]{4})-([0-9]{2})-([0-9]{2})T([0-9]{2}):([0-9]{2}):([0-9]{2})(\\.([0-9]{1,9}))?Z");
    private static final Pattern DATE = Pattern.compile("([0-9]{4})-([0-9]{2})-([0-9]{2})");

    private Moments() {}

    /** The time cut to milliseconds, or null when the value is no such text. */
    static Long parseTime(Object value) {
        Matcher m = value instanceof String text ? TIME.matcher(text) : null;
        if (m == null || !m.matches()) {
            return null;
        }
        LocalDate date = day(m);
        if (date == null || number(m, 4) > 23 || number(m, 5) > 59 || number(m, 6) > 59) {
            return null;
        }
        String fraction = (m.group(8) == null ? "" : m.group(8)) + "000";
        LocalDateTime second = date.atTime(number(m, 4), number(m, 5), number(m, 6));
        return second.toEpochSecond(ZoneOffset.UTC) * 1000 + Integer.parseInt(fraction.substring(0, 3));
    }

    /** The date, or null when the value is no such text. */
    static LocalDate parseDate(Object value) {
        Matcher m = value instanceof String text ? DATE.matcher(text) : null;
        return m == null || !m.matches() ? null : day(m);
    }

    private static LocalDate day(Matcher m) {
        try {
            return number(m, 1) == 0 ? null : LocalDate.of(number(m, 1), number(m, 2), number(m, 3));
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static int number(Matcher m, int group) {
        return Integer.parseInt(m.group(group));
    }

    /** The time with exactly three fraction digits. */
    static String formatTime(Long millis) {
        if (millis == null) {
            return null;
        }
        LocalDateTime t = LocalDateTime.ofEpochSecond(Math.floorDiv(millis, 1000L), 0, ZoneOffset.UTC);
        long fraction = Math.floorMod(millis, 1000L);
        return String.format(
                "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ",
                t.getYear(), t.getMonthValue(), t.getDayOfMonth(), t.getHour(), t.getMinute(), t.getSecond(), fraction);
    }

    /** The UTC date of a time. */
    static LocalDate dateOf(long millis) {
        return LocalDate.ofEpochDay(Math.floorDiv(millis, 86_400_000L));
    }
}
