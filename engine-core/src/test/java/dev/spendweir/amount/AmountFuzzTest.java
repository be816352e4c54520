package dev.spendweir.amount;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.testing.Untrusted;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Any text as an amount: what BigDecimal reads from it, or refused. */
class AmountFuzzTest {

    private static final BigDecimal MAX = BigDecimal.valueOf(Amount.MAX_INPUT_UNITS);
    private static final Pattern DECIMAL = Pattern.compile("-?[0-9]+(\\.[0-9]+)?");
    private static final Pattern NUMBER = Pattern.compile(DECIMAL + "([eE][+-]?[0-9]+)?");

    /** Scale beyond which any number of digits that a test can hold is below half a micro-unit. */
    private static final int VANISHING_SCALE = 100_000;

    @FuzzTest
    void anyText_isAnAmountOrRefused(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        check(text, Amount::parse, DECIMAL);
        check(text, Amount::parseNumber, NUMBER);
    }

    private static void check(String text, Function<String, Amount> reader, Pattern form) {
        Untrusted.read(() -> reader.apply(text), ErrorCode.INVALID_AMOUNT, ErrorCode.AMOUNT_OUT_OF_RANGE)
                .ifPresent(amount -> {
                    assertThat(text).matches(form);
                    assertThat(amount.micros()).isEqualTo(micros(text));
                    assertThat(Amount.parse(amount.toString())).isEqualTo(amount);
                });
    }

    private static long micros(String text) {
        BigDecimal exact = exact(text);
        assertThat(exact.abs()).isLessThanOrEqualTo(MAX);
        return exact.setScale(Amount.SCALE, RoundingMode.HALF_EVEN)
                .unscaledValue()
                .longValueExact();
    }

    /** The value; 0 stands for all that is nearer to 0 than to a micro-unit, so that no digits have to be made of it. */
    private static BigDecimal exact(String text) {
        try {
            BigDecimal exact = new BigDecimal(text);
            return exact.signum() == 0 || exact.scale() > VANISHING_SCALE ? BigDecimal.ZERO : exact;
        } catch (NumberFormatException e) {
            // The exponent is beyond an int: an amount within bounds is 0 then.
            return BigDecimal.ZERO;
        }
    }
}
