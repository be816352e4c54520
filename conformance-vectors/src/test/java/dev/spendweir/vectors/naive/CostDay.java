package dev.spendweir.vectors.naive;

import java.math.BigInteger;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/** One row of a cost history. */
record CostDay(LocalDate date, BigInteger amount, boolean isFinal) {
    /** The rows of a normalised history that are not after the day, by date; null is an empty history. */
    static List<CostDay> rows(Object history, LocalDate day) {
        List<CostDay> rows = new ArrayList<>();
        for (Object row : history == null ? List.of() : Json.asList(history)) {
            LocalDate date = LocalDate.parse((String) Json.at(row, "date"));
            if (!date.isAfter(day)) {
                rows.add(new CostDay(date, Micros.of(Json.at(row, "amount")), (Boolean) Json.at(row, "final")));
            }
        }
        rows.sort(Comparator.comparing(CostDay::date));
        return rows;
    }

    static List<CostDay> where(List<CostDay> rows, Predicate<LocalDate> test) {
        return rows.stream().filter(row -> test.test(row.date())).toList();
    }

    /** Rows dated from one day to another, both included. */
    static List<CostDay> between(List<CostDay> rows, LocalDate first, LocalDate last) {
        return where(rows, date -> !date.isBefore(first) && !date.isAfter(last));
    }

    /** Fees that are booked on the first of a month are one-offs, and no sign of what a day costs. */
    static List<CostDay> withoutFirsts(List<CostDay> rows) {
        return where(rows, date -> date.getDayOfMonth() != 1);
    }

    static List<BigInteger> amounts(List<CostDay> rows) {
        return rows.stream().map(CostDay::amount).toList();
    }

    static BigInteger sum(List<CostDay> rows) {
        return Micros.sum(amounts(rows));
    }

    /** The last row of a list that is sorted by date, or null. */
    static CostDay last(List<CostDay> rows) {
        return rows.isEmpty() ? null : rows.get(rows.size() - 1);
    }
}
