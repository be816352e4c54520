package dev.spendweir.server.store.ingest;

import de.siegmar.fastcsv.reader.NamedCsvRecord;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonReader;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.canonical.JsonSyntaxException;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.RejectedException;
import dev.spendweir.snapshot.Grant;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One row of a FOCUS file, as far as it matters here.
 *
 * @param day UTC day in which the charge period starts
 * @param projectId null: the file is about the whole tenant
 * @param cost exact, in the policy's currency
 * @param isCorrection whether it changes a period that was billed before
 */
record FocusRow(LocalDate day, @Nullable String projectId, BigDecimal cost, boolean isCorrection) {

    /** Cost that no project claims, in a file that names projects; else it would be lost to the tenant's sum. */
    static final String UNASSIGNED = "unassigned";

    /** Reads rows by a file's options. */
    static final class Reader {
        private static final String DEFAULT_COST = "BilledCost";
        private static final String CURRENCY = "BillingCurrency";
        private static final String PERIOD_START = "ChargePeriodStart";
        private static final String CHARGE_CLASS = "ChargeClass";
        private static final String TAGS = "Tags";
        private static final String TAG_PREFIX = "tag:";
        private static final String CORRECTION = "Correction";

        /** Exporters write the word instead of leaving the field empty. */
        private static final String LITERAL_NULL = "NULL";

        /** Digits of any honest figure; keeps exact sums small. */
        private static final int MAX_COST_LENGTH = 64;

        private static final int MAX_COST_EXPONENT = 40;
        private static final BigDecimal MAX_COST = BigDecimal.valueOf(10_000_000_000L);
        private static final int MAX_DAYS_AHEAD = 2;

        /** ISO 8601, with a blank for the T and without a zone too: FOCUS times are UTC. */
        private static final DateTimeFormatter TIME = new DateTimeFormatterBuilder()
                .append(DateTimeFormatter.ISO_LOCAL_DATE)
                .optionalStart()
                .appendPattern("['T'][ ]HH:mm")
                .optionalStart()
                .appendPattern(":ss")
                .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
                .optionalEnd()
                .optionalStart()
                .appendOffset("+HH:mm", "Z")
                .optionalEnd()
                .optionalEnd()
                .toFormatter(Locale.ROOT);

        private final FocusOptions options;
        private final String currency;
        private final LocalDate today;
        private final String costColumn;

        Reader(FocusOptions options, String currency, LocalDate today) {
            this.options = options;
            this.currency = currency;
            this.today = today;
            String named = options.costColumn();
            this.costColumn = named == null ? DEFAULT_COST : named;
        }

        void requireColumns(List<String> header) {
            require(header, costColumn);
            require(header, CURRENCY);
            require(header, PERIOD_START);
            String project = options.projectColumn();
            if (project != null) {
                require(header, project.startsWith(TAG_PREFIX) ? TAGS : project);
            }
        }

        private static void require(List<String> header, String column) {
            if (!header.contains(column)) {
                throw new RejectedException(ErrorCode.MALFORMED_CSV, "the file has no column " + column);
            }
        }

        FocusRow read(NamedCsvRecord row) {
            LocalDate day = day(row);
            String rowCurrency = value(row, CURRENCY);
            if (!currency.equals(rowCurrency)) {
                throw new RejectedException(
                        ErrorCode.CURRENCY_MISMATCH, "/" + CURRENCY, "the policy's currency is " + currency);
            }
            return new FocusRow(day, project(row), cost(row), CORRECTION.equals(value(row, CHARGE_CLASS)));
        }

        /** The field; null when the column is missing, the field empty or the word NULL. */
        private static @Nullable String value(NamedCsvRecord row, String column) {
            String text = row.findField(column).orElse("").strip();
            return text.isEmpty() || text.equalsIgnoreCase(LITERAL_NULL) ? null : text;
        }

        private static String required(NamedCsvRecord row, String column) {
            String text = value(row, column);
            if (text == null) {
                throw new RejectedException(ErrorCode.FIELD_REQUIRED, "/" + column, column + " is empty");
            }
            return text;
        }

        private LocalDate day(NamedCsvRecord row) {
            String text = required(row, PERIOD_START);
            LocalDate day;
            try {
                day = utcDay(TIME.parse(text));
            } catch (DateTimeException e) {
                throw new RejectedException(
                        ErrorCode.INVALID_FIELD, "/" + PERIOD_START, "is not an ISO 8601 date or time");
            }
            if (day.isAfter(today.plusDays(MAX_DAYS_AHEAD)) || day.getYear() < 1 || day.getYear() > 9999) {
                throw new RejectedException(ErrorCode.INVALID_FIELD, "/" + PERIOD_START, day + " lies too far ahead");
            }
            return day;
        }

        private static LocalDate utcDay(TemporalAccessor time) {
            LocalDate date = LocalDate.from(time);
            ZoneOffset offset = time.query(TemporalQueries.offset());
            return offset == null
                    ? date
                    : LocalDateTime.from(time)
                            .atOffset(offset)
                            .withOffsetSameInstant(ZoneOffset.UTC)
                            .toLocalDate();
        }

        private BigDecimal cost(NamedCsvRecord row) {
            String text = required(row, costColumn);
            if (text.length() <= MAX_COST_LENGTH) {
                try {
                    BigDecimal cost = new BigDecimal(text);
                    boolean sane = Math.abs((long) cost.scale()) <= MAX_COST_EXPONENT + MAX_COST_LENGTH;
                    if (sane && cost.abs().compareTo(MAX_COST) <= 0) {
                        return cost;
                    }
                    throw new RejectedException(
                            ErrorCode.AMOUNT_OUT_OF_RANGE, "/" + costColumn, "must lie within +-" + MAX_COST);
                } catch (NumberFormatException e) {
                    // falls through to the refusal
                }
            }
            throw new RejectedException(ErrorCode.INVALID_AMOUNT, "/" + costColumn, "is not a decimal number");
        }

        private @Nullable String project(NamedCsvRecord row) {
            String column = options.projectColumn();
            if (column == null) {
                return null;
            }
            String project = column.startsWith(TAG_PREFIX)
                    ? tag(value(row, TAGS), column.substring(TAG_PREFIX.length()))
                    : value(row, column);
            if (project == null) {
                return UNASSIGNED;
            }
            String problem = Grant.NAME.problem(project);
            if (problem != null) {
                throw new RejectedException(ErrorCode.INVALID_FIELD, "/" + column, problem);
            }
            return project;
        }

        private static @Nullable String tag(@Nullable String tags, String key) {
            if (tags == null) {
                return null;
            }
            try {
                return JsonReader.read(tags) instanceof JsonObject object
                                && object.get(key) instanceof JsonString text
                                && !text.value().isBlank()
                        ? text.value().strip()
                        : null;
            } catch (JsonSyntaxException e) {
                throw new RejectedException(ErrorCode.INVALID_FIELD, "/" + TAGS, "is not a JSON object");
            }
        }
    }
}
