package dev.spendweir.server.store.ingest;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import dev.spendweir.amount.Amount;
import dev.spendweir.canonical.Sha256Hex;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.RejectedException;
import dev.spendweir.server.store.ingest.IngestBatch.Refusal;
import dev.spendweir.server.store.ingest.IngestEvent.DailyCost;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A file of FinOps FOCUS rows (1.0 .. 1.2), read and summed to one figure a day and project (spec 5.4). Immutable.
 *
 * <p>A row of charge class {@code Correction} changes a period that was billed before. Where the file has other rows of
 * that day and project it is one of them; else its amount is added to what is stored for the day, which it must not replace.
 */
final class FocusFile {
    /** Digits of an amount on the wire. */
    private static final int AMOUNT_DIGITS = 6;

    private final String eventId;
    private final Instant receivedAt;
    private final int accepted;
    private final Map<CostTable.Key, BigDecimal> sums;
    private final Map<CostTable.Key, BigDecimal> corrections;
    private final List<Refusal> refusals;

    private FocusFile(
            String eventId,
            Instant receivedAt,
            int accepted,
            Map<CostTable.Key, BigDecimal> sums,
            Map<CostTable.Key, BigDecimal> corrections,
            List<Refusal> refusals) {
        this.eventId = eventId;
        this.receivedAt = receivedAt;
        this.accepted = accepted;
        this.sums = Map.copyOf(sums);
        this.corrections = Map.copyOf(corrections);
        this.refusals = List.copyOf(refusals);
    }

    /**
     * Reads a file.
     *
     * @throws RejectedException {@code MALFORMED_CSV} when it is not UTF-8 CSV or lacks a column that is needed
     */
    static FocusFile read(byte[] csv, FocusOptions options, String currency, Instant now) {
        Reading reading = new Reading("focus:" + Sha256Hex.of(csv), options, currency, now);
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

    /** Days that the file only corrects; their stored amounts are needed. */
    Set<CostTable.Key> correctedDays() {
        Set<CostTable.Key> only = new HashSet<>(corrections.keySet());
        only.removeAll(sums.keySet());
        return only;
    }

    /**
     * One figure for each day and project.
     *
     * @param stored the amounts that are stored for {@link #correctedDays}
     * @throws RejectedException {@code AMOUNT_OUT_OF_RANGE} when a sum is larger than any day's cost
     */
    List<DailyCost> events(Map<CostTable.Key, Amount> stored) {
        List<DailyCost> events = new ArrayList<>();
        sums.forEach((key, sum) -> events.add(event(key, sum.add(corrections.getOrDefault(key, BigDecimal.ZERO)))));
        for (CostTable.Key key : correctedDays()) {
            BigDecimal before =
                    BigDecimal.valueOf(stored.getOrDefault(key, Amount.ZERO).micros(), AMOUNT_DIGITS);
            events.add(event(key, before.add(corrections.getOrDefault(key, BigDecimal.ZERO))));
        }
        return events;
    }

    private DailyCost event(CostTable.Key key, BigDecimal sum) {
        Amount amount =
                Amount.parse(sum.setScale(AMOUNT_DIGITS, RoundingMode.HALF_EVEN).toPlainString());
        return new DailyCost(
                eventId, receivedAt, "focus", key.day(), key.projectId(), Envelope.checkRange(amount, ""), false);
    }

    /** A reading under way. */
    private static final class Reading {
        private final String eventId;
        private final FocusRow.Reader reader;
        private final Instant now;
        private final Map<CostTable.Key, BigDecimal> sums = new HashMap<>();
        private final Map<CostTable.Key, BigDecimal> corrections = new HashMap<>();
        private final List<Refusal> refusals = new ArrayList<>();
        private final String traceId;
        private int index;
        private int accepted;

        Reading(String eventId, FocusOptions options, String currency, Instant now) {
            this.eventId = eventId;
            this.now = now;
            this.traceId = options.traceId();
            this.reader = new FocusRow.Reader(options, currency, LocalDate.ofInstant(now, ZoneOffset.UTC));
        }

        void take(NamedCsvRecord row) {
            if (index == 0) {
                reader.requireColumns(row.getHeader());
            }
            try {
                FocusRow read = reader.read(row);
                Map<CostTable.Key, BigDecimal> into = read.isCorrection() ? corrections : sums;
                into.merge(new CostTable.Key(read.day(), read.projectId()), read.cost(), BigDecimal::add);
                accepted++;
            } catch (RejectedException e) {
                refusals.add(Refusal.of(index, eventId + ":" + index, traceId, e, String.join(",", row.getFields())));
            }
            index++;
        }

        FocusFile end() {
            return new FocusFile(eventId, now, accepted, sums, corrections, refusals);
        }
    }
}
