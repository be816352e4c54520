package dev.spendweir.snapshot;

import dev.spendweir.amount.Amount;
import dev.spendweir.canonical.CanonicalWriter;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.RejectedException;
import dev.spendweir.time.Days;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Daily costs with unique dates, kept sorted by date in primitive arrays (spec 1.4). Immutable and thread-safe.
 *
 * <p>Make one when cost data arrives and use it for many decisions: its hash is computed once.
 */
public final class CostHistory {

    /** No rows. */
    public static final CostHistory EMPTY = new CostHistory(new int[0], new long[0], new boolean[0]);

    /** Bytes of one row in canonical form, about; a guess only costs a copy. */
    private static final int ROW_BYTES = 64;

    private final int[] days;
    private final long[] micros;
    private final boolean[] finals;
    // Computed when first asked for; two threads at once compute the same value.
    private @Nullable String sha256;

    private CostHistory(int[] days, long[] micros, boolean[] finals) {
        this.days = days;
        this.micros = micros;
        this.finals = finals;
    }

    /**
     * The history of these rows, in any order.
     *
     * @throws RejectedException {@code INVALID_SNAPSHOT} when two rows have the same date; the pointer is that of the
     *     later one in the list
     */
    public static CostHistory of(List<CostRow> rows) {
        if (rows.isEmpty()) {
            return EMPTY;
        }
        CostRow[] sorted = rows.toArray(new CostRow[0]);
        Arrays.sort(sorted, Comparator.comparing(CostRow::date));
        int count = sorted.length;
        int[] days = new int[count];
        long[] micros = new long[count];
        boolean[] finals = new boolean[count];
        for (int i = 0; i < count; i++) {
            days[i] = Days.of(sorted[i].date());
            micros[i] = sorted[i].amount().micros();
            finals[i] = sorted[i].isFinal();
            if (i > 0 && days[i] == days[i - 1]) {
                throw new RejectedException(
                        ErrorCode.INVALID_SNAPSHOT,
                        "/" + rows.lastIndexOf(sorted[i]) + "/date",
                        "two rows have the date " + sorted[i].date() + "; a day has one row");
            }
        }
        return new CostHistory(days, micros, finals);
    }

    /** Number of rows. */
    public int size() {
        return days.length;
    }

    /** The day (see {@link Days}) of the row at a position, 0 to size - 1, oldest first. */
    public int dayAt(int position) {
        return days[position];
    }

    /** The cost in micro-units of the row at a position. */
    public long microsAt(int position) {
        return micros[position];
    }

    /** Whether the row at a position will not be restated. */
    public boolean isFinalAt(int position) {
        return finals[position];
    }

    /** Number of rows dated on the day or before it, which is also the position of the first row after it. */
    public int countUpTo(int day) {
        int low = 0;
        int high = days.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (days[middle] <= day) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** The rows, oldest first; a new list. */
    public List<CostRow> rows() {
        List<CostRow> rows = new ArrayList<>(days.length);
        for (int i = 0; i < days.length; i++) {
            rows.add(new CostRow(Days.toDate(days[i]), Amount.ofMicros(micros[i]), finals[i]));
        }
        return rows;
    }

    /**
     * A project's history made comparable with that of its tenant (spec 1.5, Project): the rows up to a day, and a row of
     * 0 for each later date than the first on which the tenant has a row and the project has none. One feed brings both,
     * so a project missing from a day that arrived cost nothing.
     */
    public CostHistory filledWhere(CostHistory tenant, int lastDay) {
        int own = countUpTo(lastDay);
        int feed = tenant.countUpTo(lastDay);
        int missing = own == 0 ? 0 : merge(tenant, own, feed, null, null);
        if (missing == 0) {
            return this;
        }
        int[] mergedDays = new int[own + missing];
        long[] mergedMicros = new long[own + missing];
        merge(tenant, own, feed, mergedDays, mergedMicros);
        return new CostHistory(mergedDays, mergedMicros, new boolean[own + missing]);
    }

    /** Counts the missing days and, when given arrays, writes all rows into them. */
    private int merge(
            CostHistory tenant, int own, int feed, int @Nullable [] mergedDays, long @Nullable [] mergedMicros) {
        int missing = 0;
        int at = tenant.countUpTo(days[0]);
        for (int i = 0; i < own; i++) {
            if (mergedDays != null && mergedMicros != null) {
                mergedDays[i + missing] = days[i];
                mergedMicros[i + missing] = micros[i];
            }
            int next = i + 1 < own ? days[i + 1] : Integer.MAX_VALUE;
            while (at < feed && tenant.days[at] < next) {
                missing++;
                if (mergedDays != null) {
                    mergedDays[i + missing] = tenant.days[at];
                }
                at++;
            }
            if (at < feed && tenant.days[at] == next) {
                at++;
            }
        }
        return missing;
    }

    /** The canonical (RFC 8785) bytes of the list of rows, oldest first. */
    public byte[] canonicalBytes() {
        CanonicalWriter out = new CanonicalWriter(2 + ROW_BYTES * days.length);
        writeTo(out);
        return out.toBytes();
    }

    /** Lower-case hex SHA-256 of {@link #canonicalBytes()}. */
    public String sha256() {
        String hash = sha256;
        if (hash == null) {
            CanonicalWriter out = new CanonicalWriter(2 + ROW_BYTES * days.length);
            writeTo(out);
            hash = out.sha256();
            sha256 = hash;
        }
        return hash;
    }

    void writeTo(CanonicalWriter out) {
        out.beginArray();
        for (int i = 0; i < days.length; i++) {
            out.beginObject();
            out.name("amount").decimalString(micros[i], Amount.SCALE);
            out.name("date").string(Days.format(days[i]));
            out.name("final").bool(finals[i]);
            out.endObject();
        }
        out.endArray();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof CostHistory that
                && Arrays.equals(days, that.days)
                && Arrays.equals(micros, that.micros)
                && Arrays.equals(finals, that.finals);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(days) + Arrays.hashCode(micros);
    }

    @Override
    public String toString() {
        String range = days.length == 0 ? "" : ", " + Days.format(days[0]) + ".." + Days.format(days[days.length - 1]);
        return "CostHistory[" + days.length + " rows" + range + "]";
    }
}
