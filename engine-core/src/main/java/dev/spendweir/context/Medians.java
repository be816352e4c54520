package dev.spendweir.context;

import dev.spendweir.amount.WideMath;
import java.math.BigInteger;
import java.util.Arrays;

/** Medians of small sets; that of an even count is the mean of the middle two, rounded HALF_EVEN (spec 1.5). */
final class Medians {

    private Medians() {}

    /** The median of {@code count >= 1} values from position {@code from} on, which it sorts. */
    static long of(long[] values, int from, int count) {
        sort(values, from, from + count);
        return ofSorted(values, from, count);
    }

    /** The median of {@code count >= 1} sorted values from position {@code from} on. */
    static long ofSorted(long[] values, int from, int count) {
        int upper = from + (count >> 1);
        return (count & 1) == 1 ? values[upper] : WideMath.average(values[upper - 1], values[upper]);
    }

    /** The median of at least one value, which it sorts. */
    static BigInteger of(BigInteger[] values) {
        Arrays.sort(values);
        int upper = values.length >> 1;
        return (values.length & 1) == 1
                ? values[upper]
                : WideMath.divide(values[upper - 1].add(values[upper]), BigInteger.TWO);
    }

    /** Insertion sort: the sets have at most 90 values, mostly 27, and a general sort costs more before it begins. */
    private static void sort(long[] values, int from, int to) {
        for (int i = from + 1; i < to; i++) {
            insert(values, from, i, values[i]);
        }
    }

    /** Inserts a value into the sorted values in [from, end); position end takes the last one. */
    static void insert(long[] values, int from, int end, long value) {
        int at = end;
        while (at > from && values[at - 1] > value) {
            values[at] = values[at - 1];
            at--;
        }
        values[at] = value;
    }
}
