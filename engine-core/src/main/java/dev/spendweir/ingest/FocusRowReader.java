package dev.spendweir.ingest;

import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonPointer;
import dev.spendweir.canonical.JsonReader;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.canonical.JsonSyntaxException;
import dev.spendweir.canonical.JsonValue;
import dev.spendweir.reading.TextRules;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.RejectedException;
import dev.spendweir.snapshot.Grant;
import dev.spendweir.time.ClockTime;
import dev.spendweir.time.Days;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a row of a FinOps FOCUS file (1.0 .. 1.2) means (spec 5.4). A field counts as absent when it is empty after ASCII
 * white space was stripped, or is the word NULL in any case. Immutable and thread-safe.
 */
public final class FocusRowReader {

    /** Cost that no project claims, in a file that names projects; else it would be lost to the tenant's sum. */
    public static final String UNASSIGNED = "unassigned";

    private static final String DEFAULT_COST = "BilledCost";
    private static final String CURRENCY = "BillingCurrency";
    private static final String PERIOD_START = "ChargePeriodStart";
    private static final String CHARGE_CLASS = "ChargeClass";
    private static final String TAGS = "Tags";
    private static final String TAG_PREFIX = "tag:";
    private static final String CORRECTION = "Correction";

    /** Exporters write the word instead of leaving the field empty. */
    private static final String LITERAL_NULL = "NULL";

    /** The numeric format of FOCUS: no plus sign, digits on both sides of a point. */
    private static final Pattern COST = Pattern.compile("-?[0-9]+(?:\\.[0-9]+)?(?:[eE]([+-]?[0-9]{1,4}))?");

    /** Digits of any honest figure; keeps exact sums small. */
    private static final int MAX_COST_LENGTH = 64;

    /** Likewise, in both directions. */
    private static final int MAX_COST_EXPONENT = 40;

    private static final BigDecimal MAX_COST = new BigDecimal(CostLimits.MAX_AMOUNT.toString());

    private final FocusOptions options;
    private final String currency;
    private final int today;
    private final String costColumn;

    /** A reader of rows in the policy's currency, at that time. */
    public FocusRowReader(FocusOptions options, String currency, Instant clockTime) {
        this.options = options;
        this.currency = currency;
        this.today = ClockTime.dayOf(ClockTime.toMillis(clockTime));
        String named = options.costColumn();
        this.costColumn = named == null ? DEFAULT_COST : named;
    }

    /** The columns without which a file cannot be read, in a fixed order. */
    public Set<String> requiredColumns() {
        Set<String> columns = new LinkedHashSet<>();
        columns.add(costColumn);
        columns.add(CURRENCY);
        columns.add(PERIOD_START);
        String project = options.projectColumn();
        if (project != null) {
            columns.add(project.startsWith(TAG_PREFIX) ? TAGS : project);
        }
        return columns;
    }

    /**
     * Reads a row; the first mistake is the one reported, in the order period, currency, project, cost.
     *
     * @param field the field of a column; null for a column that the row does not have
     * @throws RejectedException with one finding whose pointer is the column
     */
    public FocusRow read(Function<String, @Nullable String> field) {
        int day = day(field);
        checkCurrency(field);
        String project = project(field);
        BigDecimal cost = cost(field);
        boolean correction = CORRECTION.equals(value(field, CHARGE_CLASS));
        return new FocusRow(new CostDay(Days.toDate(day), project), cost, correction);
    }

    private static @Nullable String value(Function<String, @Nullable String> field, String column) {
        String text = field.apply(column);
        return text == null ? null : present(text);
    }

    private static @Nullable String present(String text) {
        String stripped = TextRules.strip(text);
        return stripped.isEmpty() || stripped.equalsIgnoreCase(LITERAL_NULL) ? null : stripped;
    }

    private static String required(Function<String, @Nullable String> field, String column) {
        String text = value(field, column);
        if (text == null) {
            throw refused(ErrorCode.FIELD_REQUIRED, column, "the field is required and must not be empty or NULL");
        }
        return text;
    }

    private int day(Function<String, @Nullable String> field) {
        int day = FocusTime.utcDay(required(field, PERIOD_START));
        if (day == Days.NONE) {
            throw refused(ErrorCode.INVALID_FIELD, PERIOD_START, "an ISO 8601 date or time is expected");
        }
        if (day > today + CostLimits.MAX_DAYS_AHEAD) {
            throw refused(
                    ErrorCode.INVALID_FIELD,
                    PERIOD_START,
                    Days.toDate(day) + " lies more than " + CostLimits.MAX_DAYS_AHEAD + " days ahead");
        }
        return day;
    }

    private void checkCurrency(Function<String, @Nullable String> field) {
        if (!required(field, CURRENCY).equals(currency)) {
            throw refused(ErrorCode.CURRENCY_MISMATCH, CURRENCY, "the policy's currency is " + currency);
        }
    }

    private BigDecimal cost(Function<String, @Nullable String> field) {
        String text = required(field, costColumn);
        Matcher number = text.length() <= MAX_COST_LENGTH ? COST.matcher(text) : null;
        if (number == null || !number.matches() || Math.abs(exponent(number)) > MAX_COST_EXPONENT) {
            throw refused(
                    ErrorCode.INVALID_AMOUNT,
                    costColumn,
                    "a decimal number of at most " + MAX_COST_LENGTH
                            + " characters is expected, with an exponent within +-" + MAX_COST_EXPONENT + " if any");
        }
        BigDecimal cost = new BigDecimal(text);
        if (cost.abs().compareTo(MAX_COST) > 0) {
            throw refused(ErrorCode.AMOUNT_OUT_OF_RANGE, costColumn, CostLimits.rangeDetail(text));
        }
        return cost;
    }

    private static int exponent(Matcher number) {
        String digits = number.group(1);
        return digits == null ? 0 : Integer.parseInt(digits);
    }

    private @Nullable String project(Function<String, @Nullable String> field) {
        String column = options.projectColumn();
        if (column == null) {
            return null;
        }
        String project = column.startsWith(TAG_PREFIX)
                ? tag(value(field, TAGS), column.substring(TAG_PREFIX.length()))
                : value(field, column);
        if (project == null) {
            return UNASSIGNED;
        }
        String problem = Grant.NAME.problem(project);
        if (problem != null) {
            throw refused(ErrorCode.INVALID_FIELD, column.startsWith(TAG_PREFIX) ? TAGS : column, problem);
        }
        return project;
    }

    private static @Nullable String tag(@Nullable String tags, String key) {
        if (tags == null) {
            return null;
        }
        JsonValue read;
        try {
            read = JsonReader.read(tags);
        } catch (JsonSyntaxException e) {
            throw refused(ErrorCode.INVALID_FIELD, TAGS, "a JSON object is expected: " + e.getMessage());
        }
        if (!(read instanceof JsonObject object)) {
            throw refused(ErrorCode.INVALID_FIELD, TAGS, "a JSON object is expected");
        }
        return object.get(key) instanceof JsonString text ? present(text.value()) : null;
    }

    private static RejectedException refused(ErrorCode code, String column, String detail) {
        return new RejectedException(code, JsonPointer.member("", column), detail);
    }
}
