package dev.spendweir.canonical;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class DecimalTextProperties {

    @Property
    void textIsTheShortestPlainDecimal(@ForAll long unscaled, @ForAll @IntRange(max = 18) int scale) {
        assertThat(text(unscaled, scale)).isEqualTo(expected(unscaled, scale));
        assertThat(new CanonicalWriter(16).decimalString(unscaled, scale).toText())
                .isEqualTo('"' + expected(unscaled, scale) + '"');
    }

    @Example
    void edgesOfTheRange() {
        for (long unscaled : new long[] {Long.MIN_VALUE, Long.MAX_VALUE, 0, -1, 1, -10, 100}) {
            for (int scale = 0; scale <= 18; scale++) {
                assertThat(text(unscaled, scale)).isEqualTo(expected(unscaled, scale));
            }
        }
    }

    private static String text(long unscaled, int scale) {
        byte[] out = new byte[DecimalText.MAX_LENGTH];
        int at = DecimalText.writeBefore(unscaled, scale, out, out.length);
        return new String(out, at, out.length - at, StandardCharsets.US_ASCII);
    }

    private static String expected(long unscaled, int scale) {
        return unscaled == 0
                ? "0"
                : BigDecimal.valueOf(unscaled, scale).stripTrailingZeros().toPlainString();
    }
}
