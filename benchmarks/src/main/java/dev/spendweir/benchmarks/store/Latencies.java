package dev.spendweir.benchmarks.store;

import java.util.Arrays;
import java.util.List;

/** Times of many calls in nanoseconds. One writer; read when it is done. */
final class Latencies {
    private static final int FIRST_SIZE = 4096;

    private long[] nanos = new long[FIRST_SIZE];
    private int count;

    void add(long time) {
        if (count == nanos.length) {
            nanos = Arrays.copyOf(nanos, count * 2);
        }
        nanos[count++] = time;
    }

    /** All of them together, in order of size. */
    static long[] sorted(List<Latencies> parts) {
        long[] all = new long[parts.stream().mapToInt(part -> part.count).sum()];
        int at = 0;
        for (Latencies part : parts) {
            System.arraycopy(part.nanos, 0, all, at, part.count);
            at += part.count;
        }
        Arrays.sort(all);
        return all;
    }

    /**
     * A percentile in microseconds.
     *
     * @param sorted by size
     * @param percent 0..100; 100 is the largest
     */
    static long micros(long[] sorted, int percent) {
        if (sorted.length == 0) {
            return 0;
        }
        int rank = (int) Math.ceil(sorted.length * (percent / 100.0));
        return sorted[Math.max(0, Math.min(sorted.length, rank) - 1)] / 1000;
    }
}
