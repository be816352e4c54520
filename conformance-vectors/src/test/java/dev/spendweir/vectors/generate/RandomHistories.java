package dev.spendweir.vectors.generate;

import dev.spendweir.vectors.naive.Json;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Cost histories around a day: none, few, regular, spiky, old, restated, unordered, huge. */
final class RandomHistories {
    private final Dice dice;
    private final RandomAmounts amounts;

    RandomHistories(Dice dice) {
        this.dice = dice;
        amounts = new RandomAmounts(dice);
    }

    /** Amounts by day. */
    Map<LocalDate, BigDecimal> days(LocalDate day) {
        Map<LocalDate, BigDecimal> days = new TreeMap<>();
        int kind = dice.below(20);
        if (kind < 2) {
            return days;
        }
        int length = kind < 6 ? dice.between(1, 14) : dice.between(20, 100);
        LocalDate last = day.minusDays(dice.percent(70) ? dice.below(3) : dice.between(-3, 60));
        BigDecimal level = dice.percent(6) ? BigDecimal.ZERO : amounts.usual();
        if (kind == 6) {
            level = level.negate();
        }
        if (dice.percent(1)) {
            level = new BigDecimal("1000000000000");
        }
        int weekend = dice.pick(100, 100, 30, 0, 250);
        int noise = dice.pick(0, 0, 10, 60);
        int gaps = dice.pick(0, 0, 0, 5, 50);
        for (int i = 0; i < length; i++) {
            LocalDate date = last.minusDays(i);
            if (!dice.percent(gaps)) {
                days.put(date, amount(date, level, weekend, noise));
            }
        }
        if (dice.percent(35) && !days.isEmpty()) {
            LocalDate odd = dice.percent(70) ? last.minusDays(dice.below(3)) : last.minusDays(dice.below(length));
            days.put(odd, dice.percent(50) ? level.multiply(BigDecimal.valueOf(dice.between(2, 9))) : amounts.usual());
        }
        return days;
    }

    private BigDecimal amount(LocalDate date, BigDecimal level, int weekend, int noise) {
        int share = date.getDayOfWeek().getValue() > 5 ? weekend : 100;
        if (noise > 0) {
            share = share * dice.between(100 - noise, 100 + noise) / 100;
        }
        if (date.getDayOfMonth() == 1 && dice.percent(40)) {
            share = share * dice.between(2, 20);
        }
        BigDecimal limit = new BigDecimal("1000000000000");
        BigDecimal amount = level.multiply(BigDecimal.valueOf(share)).movePointLeft(2);
        return amount.setScale(Math.min(6, amount.scale()), java.math.RoundingMode.HALF_EVEN)
                .min(limit)
                .max(limit.negate());
    }

    /** Rows of a history; final more often the older they are. */
    List<Object> rows(Map<LocalDate, BigDecimal> days, LocalDate day) {
        List<Object> rows = new ArrayList<>();
        boolean allFinal = dice.percent(50);
        days.forEach((date, amount) -> {
            Map<String, Object> row =
                    new LinkedHashMap<>(Json.object("date", date.toString(), "amount", amounts.spelled(amount)));
            if (allFinal || date.isBefore(day.minusDays(4))) {
                row.put("final", true);
            } else if (dice.percent(30)) {
                row.put("final", dice.pick(true, false, null));
            }
            rows.add(row);
        });
        if (dice.percent(40)) {
            dice.shuffle(rows);
        }
        return rows;
    }

    /** A project's part of the tenant's days. */
    Map<LocalDate, BigDecimal> part(Map<LocalDate, BigDecimal> tenant, LocalDate day) {
        if (dice.percent(15)) {
            return days(day);
        }
        Map<LocalDate, BigDecimal> days = new TreeMap<>();
        int share = dice.between(1, 100);
        int gaps = dice.pick(0, 0, 20, 80);
        tenant.forEach((date, amount) -> {
            if (!dice.percent(gaps)) {
                BigDecimal part = amount.multiply(BigDecimal.valueOf(share)).movePointLeft(2);
                days.put(date, part.setScale(Math.min(6, part.scale()), java.math.RoundingMode.HALF_EVEN));
            }
        });
        return days;
    }
}
