package dev.spendweir.context;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MediansTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "7 | 7",
                "2 9 | 6",
                "9 2 | 6",
                "5 1 3 | 3",
                "4 1 3 2 | 2",
                "1 3 2 6 | 2",
                "8 8 1 8 1 | 8",
                "-5 -2 | -4",
                "-1 0 | 0",
                "9223372036854775807 9223372036854775807 1 | 9223372036854775807",
                "-9223372036854775807 9223372036854775807 | 0",
            })
    void median_ofUnsortedValues_isTheMiddleOrTheMeanOfTheMiddleTwoHalfEven(String values, long median) {
        long[] numbers = Stream.of(values.split(" ")).mapToLong(Long::parseLong).toArray();
        BigInteger[] big = LongStream.of(numbers).mapToObj(BigInteger::valueOf).toArray(BigInteger[]::new);
        // Values beside the range must neither count nor move.
        long[] beside = LongStream.concat(
                        LongStream.of(1_000, -1_000), LongStream.concat(LongStream.of(numbers), LongStream.of(-77, 77)))
                .toArray();
        assertThat(Medians.of(beside, 2, numbers.length)).isEqualTo(median);
        assertThat(beside).startsWith(1_000, -1_000).endsWith(-77, 77);
        assertThat(beside).containsSubsequence(LongStream.of(numbers).sorted().toArray());
        assertThat(Medians.of(big)).isEqualTo(BigInteger.valueOf(median));
    }

    @Test
    void insert_putsAValueWhereItBelongs_afterItsEquals() {
        long[] values = {99, 1, 3, 3, 7, 0};
        Medians.insert(values, 1, 5, 3);
        assertThat(values).containsExactly(99, 1, 3, 3, 3, 7);
        long[] below = {99, 1, 3, 0};
        Medians.insert(below, 1, 3, -5);
        assertThat(below).containsExactly(99, -5, 1, 3);
    }
}
