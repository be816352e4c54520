package dev.spendweir.vectors.generate;

/** JSON texts for json.canonicalize: good ones in odd spellings, and the same with a character too many or too few. */
final class RandomTexts {
    private final Dice dice;

    RandomTexts(Dice dice) {
        this.dice = dice;
    }

    String text() {
        StringBuilder out = new StringBuilder();
        value(out, 0);
        if (dice.percent(20) && out.length() > 0) {
            int at = dice.below(out.length());
            switch (dice.below(3)) {
                case 0 -> out.deleteCharAt(at);
                case 1 -> out.insert(at, dice.pick(",", "\"", "0", "}", "\\", "\u0001", "\ufeff", " ", "-"));
                default -> out.setLength(at);
            }
        }
        return out.toString();
    }

    private void value(StringBuilder out, int depth) {
        switch (dice.below(depth < 4 ? 7 : 4)) {
            case 0 -> out.append(dice.pick("true", "false", "null"));
            case 1, 2 -> number(out);
            case 3 -> string(out);
            case 4 -> {
                out.append('[');
                for (int i = dice.below(4); i > 0; i--) {
                    value(out, depth + 1);
                    out.append(i > 1 ? dice.pick(",", " , ") : "");
                }
                out.append(']');
            }
            default -> {
                out.append('{');
                for (int i = dice.below(5); i > 0; i--) {
                    string(out);
                    out.append(dice.pick(":", " :\n"));
                    value(out, depth + 1);
                    out.append(i > 1 ? "," : "");
                }
                out.append(dice.pick("}", " }"));
            }
        }
    }

    private void number(StringBuilder out) {
        out.append(dice.percent(30) ? "-" : "");
        String digits = Integer.toString(dice.below(dice.pick(1, 10, 1000, 1_000_000_000)));
        switch (dice.below(6)) {
            case 0 -> out.append(digits);
            case 1 -> out.append(digits).append('.').append(dice.below(1000)).append(dice.between(0, 999999999));
            case 2 ->
                out.append(digits)
                        .append(dice.pick("e", "E", "e+", "E-", "e-"))
                        .append(dice.below(dice.pick(4, 25, 310, 330)));
            case 3 ->
                out.append(digits)
                        .append(".")
                        .append(dice.below(100000))
                        .append("e")
                        .append(dice.between(-330, 310));
            case 4 ->
                out.append(dice.pick(
                        "9007199254740993",
                        "1e21",
                        "1e-7",
                        "0.000001",
                        "4.35",
                        "5e-324",
                        "2.2250738585072014e-308",
                        "1.7976931348623157e308",
                        "295147905179352825856",
                        "1e400"));
            default ->
                out.append(dice.between(1, 9))
                        .append(Integer.toString(dice.between(0, 999999999)).repeat(dice.between(1, 3)));
        }
    }

    private void string(StringBuilder out) {
        out.append('"');
        for (int i = dice.below(4); i > 0; i--) {
            out.append(dice.pick(
                    "a",
                    "b",
                    "B",
                    "\u00e9",
                    "e\u0301",
                    "\ud83d\ude00",
                    "\uff61",
                    "\\u0061",
                    "\\n",
                    "\\u000a",
                    "\\u001f",
                    "\\/",
                    "\\\\",
                    "\\\"",
                    "\\ud83d\\ude00",
                    "\u007f",
                    dice.percent(5) ? "\\ud800" : "z"));
        }
        out.append('"');
    }
}
