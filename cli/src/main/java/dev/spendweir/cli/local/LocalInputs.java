package dev.spendweir.cli.local;

import static dev.spendweir.reading.FieldReader.or;

import dev.spendweir.amount.Amount;
import dev.spendweir.canonical.JsonReader;
import dev.spendweir.canonical.JsonSyntaxException;
import dev.spendweir.cli.CliException;
import dev.spendweir.reading.Findings;
import dev.spendweir.reading.ObjectReader;
import dev.spendweir.reading.ReadingCodes;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.Finding;
import dev.spendweir.rejection.RejectedException;
import dev.spendweir.snapshot.CreditPool;
import dev.spendweir.snapshot.Grant;
import dev.spendweir.time.ClockTime;
import dev.spendweir.time.Days;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What people put into a state directory: budgets, credits and costs. A file that is not there says nothing; a file that
 * is wrong stops the call.
 *
 * @param budgets monthly limit by project
 * @param credits by order of the file
 * @param costs daily costs
 */
record LocalInputs(Map<String, Amount> budgets, List<LocalCredit> credits, LocalCosts costs) {

    private static final ReadingCodes CODES = ReadingCodes.uniform(ErrorCode.INVALID_FIELD);

    /** When a credit does not say when it was made; only its place among equals in the draw order depends on it. */
    private static final Instant UNDATED = Instant.EPOCH;

    LocalInputs {
        budgets = Map.copyOf(budgets);
        credits = List.copyOf(credits);
    }

    static LocalInputs read(StateDirectory directory) {
        return new LocalInputs(
                file(directory, StateFile.BUDGETS, LocalInputs::budgets).orElse(Map.of()),
                file(directory, StateFile.CREDITS, LocalInputs::credits).orElse(List.of()),
                file(directory, StateFile.COSTS, LocalInputs::costs).orElse(LocalCosts.NONE));
    }

    private static <T> Optional<T> file(StateDirectory directory, StateFile file, Function<ObjectReader, T> shape) {
        return directory.read(file.fileName()).map(bytes -> document(file, bytes, shape));
    }

    private static <T> T document(StateFile file, byte[] bytes, Function<ObjectReader, T> shape) {
        try {
            Findings findings = new Findings();
            T value = ObjectReader.document(JsonReader.read(bytes), CODES, findings, shape);
            findings.throwIfAny();
            return value;
        } catch (JsonSyntaxException e) {
            throw new CliException("the state directory's " + file.fileName() + " is wrong: " + e.getMessage());
        } catch (RejectedException e) {
            Finding first = e.findings().get(0);
            throw new CliException(
                    "the state directory's " + file.fileName() + " is wrong at " + first.pointer() + ": "
                            + first.detail(),
                    "docs/local-mode.md shows what belongs there");
        }
    }

    private static Map<String, Amount> budgets(ObjectReader in) {
        Map<String, Amount> budgets = new TreeMap<>();
        in.field("budgets")
                .required()
                .list(element -> element.object(budget -> {
                    String project = or(budget.field("project_id").required().text(Grant.NAME), "");
                    Amount limit = or(budget.field("monthly_limit").required().nonNegativeAmount(), Amount.ZERO);
                    if (budgets.put(project, limit) != null) {
                        budget.refuse("the project has two budgets");
                    }
                    return project;
                }));
        return budgets;
    }

    private static List<LocalCredit> credits(ObjectReader in) {
        Set<String> ids = new HashSet<>();
        return or(
                in.field("credits").required().list(element -> element.object(credit -> credit(credit, ids))),
                List.of());
    }

    private static LocalCredit credit(ObjectReader in, Set<String> ids) {
        String id = or(in.field("grant_id").required().text(Grant.NAME), "");
        if (!ids.add(id)) {
            in.refuse("two credits have this grant_id");
        }
        return new LocalCredit(
                id,
                or(in.field("pool").required().word(CreditPool.values(), CreditPool::wireName), CreditPool.RESERVED),
                in.field("project_id").text(Grant.NAME),
                or(in.field("amount").required().nonNegativeAmount(), Amount.ZERO),
                or(in.field("priority").integer(0, Integer.MAX_VALUE), Grant.DEFAULT_PRIORITY),
                in.field("expires_at").parsed(ClockTime::parse),
                or(in.field("created_at").parsed(ClockTime::parse), UNDATED));
    }

    private static LocalCosts costs(ObjectReader in) {
        @Nullable LocalDate completeThrough = in.field("complete_through").parsed(LocalInputs::date);
        List<LocalCosts.Row> rows =
                or(in.field("rows").required().list(element -> element.object(LocalInputs::costRow)), List.of());
        Set<String> seen = new HashSet<>();
        for (LocalCosts.Row row : rows) {
            if (!seen.add(row.date() + "\n" + row.projectId())) {
                in.field("rows").refuse("a project has two rows for " + row.date());
            }
        }
        return new LocalCosts(rows, completeThrough);
    }

    private static LocalCosts.Row costRow(ObjectReader in) {
        return new LocalCosts.Row(
                or(in.field("date").required().parsed(LocalInputs::date), LocalDate.EPOCH),
                in.field("project_id").text(Grant.NAME),
                or(in.field("amount").required().amount(), Amount.ZERO),
                or(in.field("final").bool(), false));
    }

    private static LocalDate date(String text) {
        int day = Days.parse(text);
        if (day == Days.NONE) {
            throw new RejectedException(ErrorCode.INVALID_FIELD, "a date such as 2026-03-01 is expected");
        }
        return Days.toDate(day);
    }
}
