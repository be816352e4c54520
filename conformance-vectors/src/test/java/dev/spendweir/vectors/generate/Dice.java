package dev.spendweir.vectors.generate;

import java.util.List;

/** SplitMix64: the same numbers from the same seed in any language that can multiply 64-bit words. */
final class Dice {
    private long state;

    Dice(long seed) {
        state = seed;
    }

    private long next() {
        state += 0x9e3779b97f4a7c15L;
        long z = state;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }

    /** A number from 0 up to, not including, the bound. */
    int below(int bound) {
        return (int) Long.remainderUnsigned(next(), bound);
    }

    /** A number between two others, both included. */
    int between(int first, int last) {
        return first + below(last - first + 1);
    }

    /** True in so many of a hundred cases. */
    boolean percent(int cases) {
        return below(100) < cases;
    }

    @SafeVarargs
    final <T> T pick(T... options) {
        return options[below(options.length)];
    }

    <T> T pick(List<T> options) {
        return options.get(below(options.size()));
    }

    <T> void shuffle(List<T> list) {
        for (int i = list.size() - 1; i > 0; i--) {
            int j = below(i + 1);
            T item = list.get(i);
            list.set(i, list.get(j));
            list.set(j, item);
        }
    }
}
