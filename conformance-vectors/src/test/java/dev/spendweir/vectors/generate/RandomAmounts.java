package dev.spendweir.vectors.generate;

import dev.spendweir.vectors.naive.JsonNumber;
import java.math.BigDecimal;

/** Amounts of every kind and spelling. */
final class RandomAmounts {
    private static final BigDecimal MICRO = new BigDecimal("0.000001");

    private final Dice dice;

    RandomAmounts(Dice dice) {
        this.dice = dice;
    }

    /** A wire amount for the value: a text, or a number, sometimes with more digits than needed. */
    Object spelled(BigDecimal value) {
        String text = value.toPlainString();
        if (dice.percent(5) && text.indexOf('.') >= 0) {
            text += "000";
        }
        return dice.percent(12) ? new JsonNumber(text) : text;
    }

    /** An amount of a size that occurs, not negative. */
    BigDecimal usual() {
        return switch (dice.below(8)) {
            case 0 -> BigDecimal.ZERO;
            case 1 -> MICRO.multiply(BigDecimal.valueOf(dice.between(1, 9)));
            case 2 -> BigDecimal.valueOf(dice.between(1, 999999999), 6);
            case 3 -> BigDecimal.valueOf(dice.between(1, 999999), 2);
            case 4 -> BigDecimal.valueOf(dice.between(1, 20000));
            default -> BigDecimal.valueOf(dice.between(1, 500));
        };
    }

    /** The value, or a step of one micro-unit beside it. */
    BigDecimal near(BigDecimal value) {
        return switch (dice.below(4)) {
            case 0 -> value.add(MICRO);
            case 1 -> value.subtract(MICRO);
            default -> value;
        };
    }

    /** A JSON value that is, or might be taken for, an amount. */
    Object anything() {
        if (dice.percent(45)) {
            return spelled(dice.percent(30) ? usual().negate() : usual());
        }
        String digits = Integer.toString(dice.below(1000000));
        String text = switch (dice.below(14)) {
            case 0 -> digits + "." + dice.between(1, 999999999);
            case 1 -> digits + "e" + dice.between(-12, 12);
            case 2 -> "1000000000000" + dice.pick("", ".0", ".000001", ".0000001");
            case 3 -> "0." + "0".repeat(dice.between(4, 7)) + dice.pick("5", "15", "25", "49", "51", "500000001");
            case 4 ->
                dice.pick("1e12", "1E+13", "1.000000000001e12", "0e999", "1e999999999", "-1e-7", "15e-7", "25e-7");
            case 5 -> "9".repeat(dice.between(10, 25));
            case 6 -> "-" + digits;
            case 7 -> "1." + "0".repeat(dice.between(30, 45)) + dice.pick("", "e0", "e1", "1");
            case 8 -> digits + ".5";
            default -> digits;
        };
        boolean number = !text.startsWith("-0") && dice.percent(55);
        return switch (dice.below(12)) {
            case 0 -> dice.pick("", " ", "+1", "0x1", "NaN", "1e3", ".5", "5.", "1,5", "--1", "\u0661", "-");
            case 1 -> dice.pick(Boolean.TRUE, java.util.List.of(), java.util.Map.of(), "null");
            default -> number ? new JsonNumber(text) : text;
        };
    }
}
