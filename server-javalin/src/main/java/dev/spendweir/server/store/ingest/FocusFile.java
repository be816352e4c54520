package dev.spendweir.server.store.ingest;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import dev.spendweir.amount.Amount;
import dev.spendweir.canonical.Sha256Hex;
import dev.spendweir.ingest.CostDay;
import dev.spendweir.ingest.CostLimits;
import dev.spendweir.ingest.FocusRow;
import dev.spendweir.ingest.FocusRowReader;
import dev.spendweir.ingest.FocusSums;
import dev.spendweir.ingest.IngestEvent.DailyCost;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.RejectedException;
import dev.spendweir.server.store.ingest.IngestBatch.Refusal;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A file of FinOps FOCUS rows (1.0 .. 1.2), read and summed to one figure a day and project (spec 5.4). Immutable.
 */
final class FocusFile {
    private final String eventId;
    private final Instant receivedAt;
    private final int accepted;
    private final SortedMap<CostDay, Amount> days;
    private final SortedMap<CostDay, Amount> corrections;
    private final List<Refusal> refusals;

    private FocusFile(String eventId, Instant receivedAt, int accepted, FocusSums sums, List<Refusal> refusals) {
        this.eventId = eventId;
        this.receivedAt = receivedAt;
        this.accepted = accepted;
        this.days = sums.days();
        this.corrections = sums.corrections();
        this.refusals = List.copyOf(refusals);
    }

    /**
     * Reads a file.
     *
     * @throws RejectedException {@code MALFORMED_CSV} when it is not UTF-8 CSV or lacks a column that is needed; {@code
     *     AMOUNT_OUT_OF_RANGE} when a sum is larger than any day's cost
     */
    static FocusFile read(byte[] csv, FocusUpload upload, String currency, Instant now) {
        Reading reading = new Reading("focus:" + Sha256Hex.of(csv), upload, currency, now);
        try (CsvReader<NamedCsvRecord> rows = open(csv)) {
            for (NamedCsvRecord row : rows) {
                reading.take(row);
            }
        } catch (UncheckedIOException | CsvParseException e) {
            throw unreadable(e);
        } catch (IOException e) {
            throw new UncheckedIOException("reading bytes in memory cannot fail", e);
        }
        return reading.end();
    }

    private static CsvReader<NamedCsvRecord> open(byte[] csv) {
        int start = startsWithByteOrderMark(csv) ? 3 : 0;
        var decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        return CsvReader.builder()
                .ofNamedCsvRecord(
                        new InputStreamReader(new ByteArrayInputStream(csv, start, csv.length - start), decoder));
    }

    private static boolean startsWithByteOrderMark(byte[] csv) {
        return csv.length >= 3 && (csv[0] & 0xff) == 0xef && (csv[1] & 0xff) == 0xbb && (csv[2] & 0xff) == 0xbf;
    }

    private static RejectedException unreadable(RuntimeException e) {
        boolean notUtf8 = e.getCause() instanceof CharacterCodingException
                || (e.getCause() != null && e.getCause().getCause() instanceof CharacterCodingException);
        return new RejectedException(
                ErrorCode.MALFORMED_CSV, notUtf8 ? "the body is not UTF-8" : "the body is not CSV: " + e.getMessage());
    }

    /** Known by its bytes: the same file has an effect once. */
    String eventId() {
        return eventId;
    }

    List<Refusal> refusals() {
        return refusals;
    }

    /** What the first arrival is answered. */
    IngestBatch asFirst() {
        return new IngestBatch(accepted, 0, refusals);
    }

    /** What a later arrival is answered. */
    IngestBatch asRepeated() {
        return new IngestBatch(0, accepted, refusals);
    }

    /** Whose costs it tells; empty: the whole tenant's. */
    Set<Optional<String>> projects() {
        return Stream.concat(days.keySet().stream(), corrections.keySet().stream())
                .map(day -> Optional.ofNullable(day.projectId()))
                .collect(Collectors.toSet());
    }

    /** Days that the file only corrects; their stored amounts are needed. */
    Set<CostDay> correctedDays() {
        return corrections.keySet();
    }

    /**
     * One figure for each day and project.
     *
     * @param stored the amounts that are stored for {@link #correctedDays}
     * @throws RejectedException {@code AMOUNT_OUT_OF_RANGE} when a corrected day costs more than any day does
     */
    List<DailyCost> events(Map<CostDay, Amount> stored) {
        List<DailyCost> events = new ArrayList<>();
        days.forEach((day, amount) -> events.add(event(day, amount)));
        corrections.forEach((day, change) -> {
            Amount before = stored.getOrDefault(day, Amount.ZERO);
            events.add(event(day, CostLimits.checked(before.plus(change))));
        });
        return events;
    }

    private DailyCost event(CostDay day, Amount amount) {
        return new DailyCost(eventId, receivedAt, "focus", day.date(), day.projectId(), amount, false);
    }

    /** A reading under way. */
    private static final class Reading {
        private final String eventId;
        private final String traceId;
        private final FocusRowReader reader;
        private final Instant now;
        private final FocusSums sums = new FocusSums();
        private final List<Refusal> refusals = new ArrayList<>();
        private int index;
        private int accepted;

        Reading(String eventId, FocusUpload upload, String currency, Instant now) {
            this.eventId = eventId;
            this.traceId = upload.traceId();
            this.now = now;
            this.reader = new FocusRowReader(upload.options(), currency, now);
        }

        void take(NamedCsvRecord row) {
            if (index == 0) {
                requireColumns(row.getHeader());
            }
            try {
                sums.add(read(row));
                accepted++;
            } catch (RejectedException e) {
                refusals.add(Refusal.of(index, eventId + ":" + index, traceId, e, String.join(",", row.getFields())));
            }
            index++;
        }

        private FocusRow read(NamedCsvRecord row) {
            return reader.read(column -> row.findField(column).orElse(null));
        }

        private void requireColumns(List<String> header) {
            for (String column : reader.requiredColumns()) {
                if (!header.contains(column)) {
                    throw new RejectedException(ErrorCode.MALFORMED_CSV, "the file has no column " + column);
                }
            }
        }

        FocusFile end() {
            return new FocusFile(eventId, now, accepted, sums, refusals);
        }
    }
}
