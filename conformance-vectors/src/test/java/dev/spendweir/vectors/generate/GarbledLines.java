package dev.spendweir.vectors.generate;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Lines of the protocol with a few bytes changed, lost, doubled or put in; no line feeds. */
public final class GarbledLines {
    private static final byte[] PUT_IN = "{}[]\",:\\eE.-+09ntu \t\r".getBytes(StandardCharsets.US_ASCII);

    private GarbledLines() {}

    /** The line of a seed. */
    public static byte[] of(long seed) {
        Dice dice = new Dice(~seed);
        byte[] line = CaseGenerator.of(seed).line().getBytes(StandardCharsets.UTF_8);
        for (int i = dice.pick(1, 1, 1, 2, 4); i > 0; i--) {
            line = garbled(line, dice);
        }
        return line;
    }

    private static byte[] garbled(byte[] line, Dice dice) {
        if (line.length == 0) {
            return line;
        }
        // The beginning holds the op and the outermost shape: half of the changes fall there.
        int at = dice.below(dice.percent(50) ? Math.min(line.length, 120) : line.length);
        int length = dice.pick(1, 1, 1, 2, 8);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(line, 0, at);
        switch (dice.below(6)) {
            case 0 -> {
                // What was here is lost.
                at = Math.min(line.length, at + length);
            }
            case 1 -> out.write(line, at, Math.min(length, line.length - at));
            case 2 -> {
                int other = dice.below(256);
                out.write(other == '\n' ? 0 : other);
                at++;
            }
            case 3 -> {
                out.write(line[at] ^ (1 << dice.below(8)));
                at++;
            }
            case 4 -> {
                return at == 0 ? line : out.toByteArray();
            }
            default -> out.write(PUT_IN[dice.below(PUT_IN.length)]);
        }
        out.write(line, at, line.length - at);
        byte[] changed = out.toByteArray();
        for (int i = 0; i < changed.length; i++) {
            changed[i] = changed[i] == '\n' ? (byte) ' ' : changed[i];
        }
        return changed;
    }
}
