package dev.spendweir.cli.local;

import dev.spendweir.amount.Amount;
import dev.spendweir.snapshot.CostHistory;
import dev.spendweir.snapshot.CostRow;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Daily costs as people or an export write them (the rules are those of {@code cost.daily}, spec 5.4).
 *
 * @param rows in any order, one for each date and project
 * @param completeThrough the last complete day; null: yesterday
 */
record LocalCosts(List<Row> rows, @Nullable LocalDate completeThrough) {

    /** No costs are known. */
    static final LocalCosts NONE = new LocalCosts(List.of(), null);

    /** Older rows than these no forecast looks at (spec 3.1). */
    private static final int HISTORY_DAYS = 120;

    LocalCosts {
        rows = List.copyOf(rows);
    }

    /**
     * The cost of a day.
     *
     * @param projectId null: of everything
     */
    record Row(LocalDate date, @Nullable String projectId, Amount amount, boolean isFinal) {}

    /** The whole cost of each day: the row without a project when there is one, else the sum over the projects. */
    CostHistory tenantHistory(LocalDate today) {
        Map<LocalDate, CostRow> whole = new HashMap<>();
        Map<LocalDate, CostRow> sums = new HashMap<>();
        for (Row row : recent(today)) {
            CostRow cost = new CostRow(row.date(), row.amount(), row.isFinal());
            if (row.projectId() == null) {
                whole.put(row.date(), cost);
            } else {
                sums.merge(row.date(), cost, LocalCosts::add);
            }
        }
        whole.forEach(sums::put);
        return CostHistory.of(List.copyOf(sums.values()));
    }

    /** The cost of one project; null when the rows tell no projects apart, so that it is not known. */
    @Nullable
    CostHistory projectHistory(String projectId, LocalDate today) {
        boolean tellsProjects = false;
        List<CostRow> own = new ArrayList<>();
        for (Row row : recent(today)) {
            tellsProjects |= row.projectId() != null;
            if (Objects.equals(row.projectId(), projectId)) {
                own.add(new CostRow(row.date(), row.amount(), row.isFinal()));
            }
        }
        return tellsProjects ? CostHistory.of(own) : null;
    }

    private static CostRow add(CostRow one, CostRow other) {
        return new CostRow(one.date(), one.amount().plus(other.amount()), one.isFinal() && other.isFinal());
    }

    private List<Row> recent(LocalDate today) {
        LocalDate oldest = today.minusDays(HISTORY_DAYS);
        return rows.stream()
                .filter(row -> !row.date().isBefore(oldest))
                .sorted(Comparator.comparing(Row::date))
                .toList();
    }
}
