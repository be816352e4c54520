package dev.spendweir.cli.output;

import dev.spendweir.amount.Amount;
import dev.spendweir.cli.output.GateAnswer.Stage;
import java.math.BigInteger;
import java.util.Optional;

/** Draws how full a stage of the waterfall is, in cells; integers only, so that a cell never flickers. */
final class Bar {

    /** What the cells look like; both alphabets say the same. */
    enum Alphabet {
        ASCII('#', '=', '.', '>', '!'),
        UNICODE('█', '▓', '░', '▸', '!');

        private final char committed;
        private final char change;
        private final char free;
        private final char flowsOn;
        private final char over;

        Alphabet(char committed, char change, char free, char flowsOn, char over) {
            this.committed = committed;
            this.change = change;
            this.free = free;
            this.flowsOn = flowsOn;
            this.over = over;
        }

        String legend() {
            return committed + " committed  " + change + " this change  " + free + " free  " + flowsOn
                    + " not covered here  " + over + " over the limit";
        }
    }

    private Bar() {}

    /** The bar of a stage that has a limit or a pool; empty otherwise. */
    static Optional<String> draw(Stage stage, Amount asked, Alphabet alphabet, int width) {
        return switch (stage.name()) {
            case "plan_limit", "enterprise_ceiling" -> ceiling(stage, asked, alphabet, width);
            case "project_allocation" -> budget(stage, alphabet, width);
            case "reserved_credits", "emergency_credits" -> pool(stage, alphabet, width);
            default -> Optional.empty();
        };
    }

    private static Optional<String> ceiling(Stage stage, Amount asked, Alphabet alphabet, int width) {
        if (stage.limit() == null || stage.committed() == null) {
            return Optional.empty();
        }
        BigInteger limit = micros(stage.limit());
        BigInteger committed = micros(stage.committed());
        BigInteger end = committed.add(micros(asked));
        Scale scale = new Scale(limit.max(end), width);
        int limitAt = scale.at(limit);
        int committedAt = Math.min(scale.at(committed), limitAt);
        int changeAt = Math.min(scale.atLeastOneAfter(committedAt, end, asked.isPositive()), limitAt);
        String bar = cells(alphabet.committed, committedAt)
                + cells(alphabet.change, changeAt - committedAt)
                + cells(alphabet.free, limitAt - changeAt);
        return Optional.of(bar + cells(alphabet.over, width - bar.length()));
    }

    private static Optional<String> budget(Stage stage, Alphabet alphabet, int width) {
        if (stage.limit() == null || stage.committed() == null || stage.consumed() == null) {
            return Optional.empty();
        }
        BigInteger limit = micros(stage.limit());
        BigInteger committed = micros(stage.committed()).min(limit);
        BigInteger covered = committed.add(micros(stage.consumed()));
        BigInteger left = stage.remaining() == null ? BigInteger.ZERO : micros(stage.remaining());
        Scale scale = new Scale(limit.add(left), width);
        int limitAt = left.signum() > 0 ? Math.min(scale.at(limit), width - 1) : scale.at(limit);
        int committedAt = Math.min(scale.at(committed), limitAt);
        int coveredAt = Math.min(
                scale.atLeastOneAfter(committedAt, covered, stage.consumed().isPositive()), limitAt);
        String bar = cells(alphabet.committed, committedAt)
                + cells(alphabet.change, coveredAt - committedAt)
                + cells(alphabet.free, limitAt - coveredAt);
        return Optional.of(bar + cells(alphabet.flowsOn, width - bar.length()));
    }

    private static Optional<String> pool(Stage stage, Alphabet alphabet, int width) {
        boolean idle = stage.status().equals("not_needed");
        if (idle || stage.headroom() == null || !stage.headroom().isPositive() || stage.consumed() == null) {
            return Optional.empty();
        }
        Scale scale = new Scale(micros(stage.headroom()), width);
        int drawnAt = Math.min(
                scale.atLeastOneAfter(
                        0, micros(stage.consumed()), stage.consumed().isPositive()),
                width);
        return Optional.of(cells(alphabet.change, drawnAt) + cells(alphabet.free, width - drawnAt));
    }

    private static BigInteger micros(Amount amount) {
        return BigInteger.valueOf(Math.max(0, amount.micros()));
    }

    private static String cells(char cell, int count) {
        return String.valueOf(cell).repeat(Math.max(0, count));
    }

    /** Maps 0..full to 0..width cells, rounding down. */
    private record Scale(BigInteger full, int width) {

        int at(BigInteger value) {
            if (full.signum() == 0) {
                return width;
            }
            return value.multiply(BigInteger.valueOf(width)).divide(full).intValueExact();
        }

        /** Something that is there is seen, however small it is. */
        int atLeastOneAfter(int start, BigInteger value, boolean visible) {
            return Math.max(at(value), visible ? start + 1 : start);
        }
    }
}
