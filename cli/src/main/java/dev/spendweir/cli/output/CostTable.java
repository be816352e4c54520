package dev.spendweir.cli.output;

import dev.spendweir.amount.Amount;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the resources of a plan cost more or less a month, priced on this machine by the same code as the server's.
 *
 * @param lines those with a cost, an unknown one first, then the largest; without those that cost nothing
 * @param total the sum of what is known
 * @param changes how many resources the plan changes
 * @param bases how many resources were priced on each basis
 */
public record CostTable(List<Line> lines, Amount total, int changes, Map<String, Integer> bases) {

    /** The basis of a resource whose price nobody knows. */
    public static final String UNKNOWN = "unknown";

    public CostTable {
        lines = lines.stream().sorted(Line.ORDER).toList();
        Objects.requireNonNull(total, "total");
        bases = Map.copyOf(bases);
    }

    /**
     * One resource.
     *
     * @param address its address in the plan: hostile text
     * @param action create, update, delete or replace
     * @param monthlyDelta null when unknown
     * @param basis infracost, sheet, assumed, free or unknown
     * @param note what was assumed, or why it is unknown; may be empty
     */
    public record Line(
            String address, String action, @Nullable Amount monthlyDelta, String basis, String note) {

        static final Comparator<Line> ORDER = Comparator.<Line, Boolean>comparing(line -> line.monthlyDelta() != null)
                .thenComparing(Line::magnitude, Comparator.reverseOrder())
                .thenComparing(Line::address);

        public Line {
            Objects.requireNonNull(address, "address");
            Objects.requireNonNull(action, "action");
            Objects.requireNonNull(basis, "basis");
            Objects.requireNonNull(note, "note");
        }

        private long magnitude() {
            return monthlyDelta == null ? 0 : Math.abs(monthlyDelta.micros());
        }

        /** One sign for what happens to the resource, as Terraform writes it. */
        String sign() {
            return switch (action) {
                case "create" -> "+";
                case "delete" -> "-";
                case "replace" -> "±";
                default -> "~";
            };
        }
    }

    /** Such as {@code 3 sheet, 1 unknown}, by name. */
    String basesInWords() {
        StringBuilder words = new StringBuilder();
        new TreeMap<>(bases).forEach((basis, count) -> {
            if (count > 0) {
                words.append(words.isEmpty() ? "" : ", ")
                        .append(count)
                        .append(' ')
                        .append(basis);
            }
        });
        return words.toString();
    }
}
