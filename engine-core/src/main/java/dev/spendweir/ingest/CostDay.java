package dev.spendweir.ingest;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What one figure of cost is about: a UTC day of a project, or of the whole tenant (spec 5.4). Ordered by date, then the
 * tenant's own before projects, then projects by UTF-16 code units. Immutable.
 *
 * @param projectId null: the whole tenant
 */
public record CostDay(LocalDate date, @Nullable String projectId) implements Comparable<CostDay> {

    private static final Comparator<CostDay> ORDER = Comparator.comparing(CostDay::date)
            .thenComparing(CostDay::projectId, Comparator.nullsFirst(Comparator.naturalOrder()));

    public CostDay {
        Objects.requireNonNull(date, "date");
    }

    @Override
    public int compareTo(CostDay other) {
        return ORDER.compare(this, other);
    }
}
