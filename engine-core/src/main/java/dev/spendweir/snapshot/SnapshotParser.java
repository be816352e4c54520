package dev.spendweir.snapshot;

import static dev.spendweir.reading.FieldReader.or;

import dev.spendweir.amount.Amount;
import dev.spendweir.canonical.JsonValue;
import dev.spendweir.reading.FieldReader;
import dev.spendweir.reading.Findings;
import dev.spendweir.reading.ObjectReader;
import dev.spendweir.reading.ReadingCodes;
import dev.spendweir.rejection.RejectedException;
import dev.spendweir.time.Days;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads snapshots as they travel (spec 1.4, 10 A40-A43). Thread-safe. */
public final class SnapshotParser {

    private SnapshotParser() {}

    /**
     * Reads a snapshot; null stands for an absent one.
     *
     * @throws RejectedException {@code INVALID_SNAPSHOT} with all findings
     */
    public static Snapshot parse(@Nullable JsonValue json) {
        Findings findings = new Findings();
        Snapshot.Builder builder =
                ObjectReader.document(json, ReadingCodes.SNAPSHOT, findings, SnapshotParser::snapshot);
        findings.throwIfAny();
        return builder.build();
    }

    private static Snapshot.Builder snapshot(ObjectReader in) {
        Long version = in.field("policy_version").required().longInteger(0, Snapshot.MAX_POLICY_VERSION);
        CostSource source = in.field("cost_source").required().word(CostSource.values(), CostSource::wireName);
        return Snapshot.builder()
                .policyVersion(or(version, 0L))
                .costSource(or(source, CostSource.UNAVAILABLE))
                .costHistory(or(history(in.field("cost_history")), CostHistory.EMPTY))
                .projectCostHistory(history(in.field("project_cost_history")))
                .completeThrough(date(in.field("complete_through")))
                .usage(in.field("usage").object(SnapshotParser::usage))
                .budget(in.field("budget").objectOrNull(SnapshotParser::budget))
                .grants(GrantReader.read(in.field("grants")));
    }

    private static @Nullable CostHistory history(FieldReader field) {
        Set<LocalDate> seen = new HashSet<>();
        List<CostRow> rows = field.list(element -> element.objectOrNull(in -> row(in, seen)));
        return rows == null ? null : CostHistory.of(rows);
    }

    private static @Nullable CostRow row(ObjectReader in, Set<LocalDate> seen) {
        FieldReader dateField = in.field("date").required();
        LocalDate date = date(dateField);
        Amount amount = in.field("amount").required().amount();
        boolean isFinal = or(in.field("final").bool(), Boolean.FALSE);
        if (date != null && !seen.add(date)) {
            dateField.refuse("another row has the date " + date + " already; a day has one row");
            return null;
        }
        return date == null || amount == null ? null : new CostRow(date, amount, isFinal);
    }

    private static @Nullable LocalDate date(FieldReader field) {
        String text = field.text(SnapshotParser::dateProblem);
        return text == null ? null : Days.toDate(Days.parse(text));
    }

    private static @Nullable String dateProblem(String text) {
        return Days.parse(text) == Days.NONE ? "a date is written YYYY-MM-DD and is a real day" : null;
    }

    private static Usage usage(ObjectReader in) {
        return new Usage(
                or(in.field("tenant_reserved").nonNegativeAmount(), Amount.ZERO),
                or(in.field("tenant_consumed").nonNegativeAmount(), Amount.ZERO),
                or(in.field("tenant_settling").nonNegativeAmount(), Amount.ZERO),
                or(in.field("project_reserved").nonNegativeAmount(), Amount.ZERO),
                or(in.field("project_consumed").nonNegativeAmount(), Amount.ZERO),
                or(in.field("project_settling").nonNegativeAmount(), Amount.ZERO));
    }

    private static Budget budget(ObjectReader in) {
        return new Budget(or(in.field("monthly_limit").required().nonNegativeAmount(), Amount.ZERO));
    }
}
