package dev.spendweir.vectors.generate;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** Times where calendars go wrong, and others. */
final class RandomMoments {
    private final Dice dice;

    RandomMoments(Dice dice) {
        this.dice = dice;
    }

    /** A day: the first, second or last of a month, the end of February, or any. */
    LocalDate day() {
        LocalDate any = LocalDate.of(dice.between(2023, 2029), dice.between(1, 12), dice.between(1, 28));
        return switch (dice.below(10)) {
            case 0 -> any.withDayOfMonth(1);
            case 1 -> any.withDayOfMonth(2);
            case 2 -> any.withDayOfMonth(any.lengthOfMonth());
            case 3 -> any.withMonth(3).withDayOfMonth(1).minusDays(dice.between(0, 2));
            case 4 ->
                dice.pick(
                        LocalDate.of(2024, 2, 29),
                        LocalDate.of(2100, 2, 28),
                        LocalDate.of(2026, 12, 31),
                        LocalDate.of(2027, 1, 1));
            default -> any;
        };
    }

    /** A moment of the day, at its ends more often than not in between. */
    Instant on(LocalDate day) {
        Instant start = day.atStartOfDay(ZoneOffset.UTC).toInstant();
        return switch (dice.below(4)) {
            case 0 -> start;
            case 1 -> start.plusMillis(86_399_999);
            default -> start.plusSeconds(dice.below(86400)).plusMillis(dice.percent(50) ? 0 : dice.below(1000));
        };
    }

    /** The moment in one of its spellings; digits beyond the millisecond do not count. */
    String spelled(Instant moment) {
        String text = moment.toString();
        if (dice.percent(20)) {
            text = text.contains(".") ? text.replace("Z", "999Z") : text.replace("Z", ".000000001Z");
        }
        return text;
    }

    /** The moment, or a millisecond beside it, or a while away. */
    Instant near(Instant moment) {
        return switch (dice.below(6)) {
            case 0 -> moment.plusMillis(1);
            case 1 -> moment.minusMillis(1);
            case 2 -> moment.plusSeconds(dice.between(1, 4_000_000));
            case 3 -> moment.minusSeconds(dice.between(1, 4_000_000));
            default -> moment;
        };
    }
}
