package dev.spendweir.ingest;

import static dev.spendweir.reading.FieldReader.or;

import dev.spendweir.amount.Amount;
import dev.spendweir.canonical.JsonArray;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.canonical.JsonValue;
import dev.spendweir.reading.Findings;
import dev.spendweir.reading.ObjectReader;
import dev.spendweir.reading.ReadingCodes;
import dev.spendweir.reading.TextRule;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.Finding;
import dev.spendweir.rejection.RejectedException;
import dev.spendweir.time.ClockTime;
import dev.spendweir.time.Days;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The ops of family ingest in the conformance protocol (spec 8, 5.4). Their own settings are checked first, then
 * clock_time, then what is to be read. Pure functions; thread-safe.
 */
public final class IngestOps {

    private static final ReadingCodes SETTINGS = ReadingCodes.uniform(ErrorCode.INVALID_FIELD);

    private IngestOps() {}

    private record Accepting(String tenantId, String currency, boolean integrity) {}

    private record Focus(String currency, FocusOptions options, List<Map<String, String>> rows) {}

    /**
     * The op {@code ingest.accept}: reads one envelope.
     *
     * @param input {envelope, tenant_id, currency, clock_time, integrity?}
     * @return {event}: the envelope, normalised, without its hash
     * @throws RejectedException with the findings of {@link EnvelopeReader#read}; {@code INVALID_FIELD} for settings, {@code
     *     INVALID_CLOCK_TIME}
     */
    public static JsonObject accept(JsonObject input) {
        Accepting settings = settings(input, IngestOps::accepting);
        EnvelopeReader reader =
                new EnvelopeReader(settings.tenantId(), settings.currency(), clockTime(input), settings.integrity());
        Envelope envelope = reader.read(input.get("envelope"));
        return JsonObject.builder()
                .put("event", envelope.toJson(settings.currency()))
                .build();
    }

    /**
     * The op {@code ingest.focus}: reads rows and sums them.
     *
     * @param input {rows, currency, clock_time, project_column?, cost_column?}; a row is an object of texts by column
     * @return {accepted, days, corrections, rejected}
     * @throws RejectedException {@code INVALID_FIELD}, {@code INVALID_CLOCK_TIME}; {@code AMOUNT_OUT_OF_RANGE} for a sum
     */
    public static JsonObject focus(JsonObject input) {
        Focus focus = settings(input, IngestOps::focusSettings);
        FocusRowReader reader = new FocusRowReader(focus.options(), focus.currency(), clockTime(input));
        FocusSums sums = new FocusSums();
        List<JsonValue> rejected = new ArrayList<>();
        for (int i = 0; i < focus.rows().size(); i++) {
            try {
                sums.add(reader.read(focus.rows().get(i)::get));
            } catch (RejectedException e) {
                rejected.add(rejection(i, e.findings().get(0)));
            }
        }
        return JsonObject.builder()
                .put("accepted", focus.rows().size() - rejected.size())
                .put("days", figures(sums.days()))
                .put("corrections", figures(sums.corrections()))
                .put("rejected", new JsonArray(rejected))
                .build();
    }

    private static <T> T settings(JsonObject input, Function<ObjectReader, T> shape) {
        Findings findings = new Findings();
        T settings = ObjectReader.document(input, SETTINGS, findings, in -> {
            in.ignoreUnknown();
            return shape.apply(in);
        });
        findings.throwIfAny();
        return settings;
    }

    private static Accepting accepting(ObjectReader in) {
        return new Accepting(
                or(in.field("tenant_id").required().text(TextRule.ANY), ""),
                or(in.field("currency").required().text(TextRule.ANY), ""),
                or(in.field("integrity").bool(), Boolean.FALSE));
    }

    private static Focus focusSettings(ObjectReader in) {
        return new Focus(
                or(in.field("currency").required().text(TextRule.ANY), ""),
                new FocusOptions(
                        in.field("project_column").text(TextRule.ANY),
                        in.field("cost_column").text(TextRule.ANY)),
                or(in.field("rows").required().list(row -> row.map(column -> column.text(TextRule.ANY))), List.of()));
    }

    private static Instant clockTime(JsonObject input) {
        return ClockTime.parse(text(input.get("clock_time")));
    }

    private static @Nullable String text(@Nullable JsonValue value) {
        return value instanceof JsonString text ? text.value() : null;
    }

    private static JsonObject rejection(int index, Finding finding) {
        return JsonObject.builder()
                .put("index", index)
                .put("code", finding.code().wireName())
                .put("pointer", finding.pointer())
                .build();
    }

    private static JsonArray figures(SortedMap<CostDay, Amount> figures) {
        return JsonArray.of(figures.entrySet().stream()
                .map(figure -> JsonObject.builder()
                        .put("date", Days.format(Days.of(figure.getKey().date())))
                        .put("project_id", figure.getKey().projectId())
                        .put("amount", Amount.toJson(figure.getValue()))
                        .build()));
    }
}
