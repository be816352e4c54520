package dev.spendweir.time;

import java.time.LocalDate;

/**
 * Dates as counts of days since 1970-01-01 (proleptic Gregorian calendar, UTC), so that the engine can reckon with them
 * without making objects, and their wire form {@code YYYY-MM-DD} (spec 10 A6). Pure functions.
 */
public final class Days {

    /** No date; before every day. */
    public static final int NONE = Integer.MIN_VALUE;

    /** 0001-01-01, the first day that can travel. */
    public static final int MIN = (int) LocalDate.of(1, 1, 1).toEpochDay();

    /** 9999-12-31, the last day that can travel. */
    public static final int MAX = (int) LocalDate.of(9999, 12, 31).toEpochDay();

    private static final int DATE_LENGTH = 10;
    private static final int DAYS_PER_WEEK = 7;
    /** 1970-01-01 was a Thursday, the fourth day of the ISO week. */
    private static final int EPOCH_WEEKDAY = 3;

    // The civil calendar in eras of 400 years whose years begin on 1 March, which puts the leap day last.
    private static final int DAYS_PER_ERA = 146_097;
    private static final int DAYS_BEFORE_EPOCH = 719_468;

    private Days() {}

    /** The day of a date. */
    public static int of(LocalDate date) {
        return Math.toIntExact(date.toEpochDay());
    }

    /** The date of a day. */
    public static LocalDate toDate(int day) {
        return LocalDate.ofEpochDay(day);
    }

    /** Whether the day can travel: years 0001 to 9999. */
    public static boolean isInRange(long day) {
        return day >= MIN && day <= MAX;
    }

    /** The ISO day of the week, 0 (Monday) to 6 (Sunday). */
    public static int weekday(int day) {
        return Math.floorMod(day + EPOCH_WEEKDAY, DAYS_PER_WEEK);
    }

    /** The day of the month, 1 to 31. */
    public static int dayOfMonth(int day) {
        int dayOfYear = dayOfMarchYear(day);
        int month = marchMonth(dayOfYear);
        return dayOfYear - (153 * month + 2) / 5 + 1;
    }

    /** The first day of the day's month. */
    public static int monthStart(int day) {
        return day - dayOfMonth(day) + 1;
    }

    /** The first day of the month after the day's. */
    public static int nextMonthStart(int day) {
        // From the first, 31 days lead into the next month and never beyond it.
        return monthStart(monthStart(day) + 31);
    }

    private static int dayOfMarchYear(int day) {
        int shifted = day + DAYS_BEFORE_EPOCH;
        int dayOfEra = Math.floorMod(shifted, DAYS_PER_ERA);
        int yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
        return dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
    }

    /** The month counted from March, 0 to 11. */
    private static int marchMonth(int dayOfMarchYear) {
        return (5 * dayOfMarchYear + 2) / 153;
    }

    /** Reads exactly {@code YYYY-MM-DD}, a real day of the years 0001 to 9999; {@link #NONE} for any other text. */
    public static int parse(String text) {
        return text.length() == DATE_LENGTH ? parsePrefix(text) : NONE;
    }

    /** Reads the date that a text of at least 10 characters begins with. */
    static int parsePrefix(String text) {
        int year = Digits.read(text, 0, 4);
        int month = Digits.read(text, 5, 7);
        int dayOfMonth = Digits.read(text, 8, 10);
        boolean shaped = text.charAt(4) == '-' && text.charAt(7) == '-' && year > 0 && month > 0 && dayOfMonth > 0;
        if (!shaped || month > 12 || dayOfMonth > 31) {
            return NONE;
        }
        int day = of(LocalDate.of(year, month, 1)) + dayOfMonth - 1;
        // A day beyond the month's last one has run over into the next month.
        return dayOfMonth(day) == dayOfMonth ? day : NONE;
    }

    /** The wire form of a day of the years 0001 to 9999. */
    public static String format(int day) {
        byte[] out = new byte[DATE_LENGTH];
        write(day, out);
        return Digits.text(out);
    }

    static void write(int day, byte[] out) {
        int shifted = day + DAYS_BEFORE_EPOCH;
        int dayOfEra = Math.floorMod(shifted, DAYS_PER_ERA);
        int yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
        int dayOfYear = dayOfMarchYear(day);
        int marchMonth = marchMonth(dayOfYear);
        int month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
        int year = Math.floorDiv(shifted, DAYS_PER_ERA) * 400 + yearOfEra + (month <= 2 ? 1 : 0);
        Digits.write(out, 0, 4, year);
        out[4] = '-';
        Digits.write(out, 5, 7, month);
        out[7] = '-';
        Digits.write(out, 8, 10, dayOfYear - (153 * marchMonth + 2) / 5 + 1);
    }
}
