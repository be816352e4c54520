package dev.spendweir.vectors.author;

import dev.spendweir.vectors.naive.Json;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** Cost histories for vectors. */
public final class Rows {
    private Rows() {}

    /** One final row a day from the first date on, with the amounts in turn, again and again, up to the last date. */
    public static List<Object> daily(String first, String last, String... amounts) {
        List<Object> rows = new ArrayList<>();
        LocalDate date = LocalDate.parse(first);
        for (int i = 0; !date.isAfter(LocalDate.parse(last)); i++) {
            rows.add(row(date.toString(), amounts[i % amounts.length], true));
            date = date.plusDays(1);
        }
        return rows;
    }

    public static Object row(String date, String amount, boolean isFinal) {
        return Json.object("date", date, "amount", amount, "final", isFinal);
    }

    /** All the lists one after the other. */
    @SafeVarargs
    public static List<Object> join(List<Object>... parts) {
        List<Object> rows = new ArrayList<>();
        for (List<Object> part : parts) {
            rows.addAll(part);
        }
        return rows;
    }

    public static List<Object> rows(Object... rows) {
        return new ArrayList<>(List.of(rows));
    }
}
