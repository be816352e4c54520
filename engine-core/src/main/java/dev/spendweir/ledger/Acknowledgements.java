package dev.spendweir.ledger;

import dev.spendweir.ledger.ChainFailure.Kind;
import java.util.List;
import java.util.Optional;

/**
 * What verification may pass over in one chain: the defects that were acknowledged, and the anchors at which the chain goes
 * on. Immutable.
 */
public final class Acknowledgements {
    /** Nothing was acknowledged. */
    public static final Acknowledgements NONE = new Acknowledgements(List.of(), false, Long.MAX_VALUE);

    private final List<Acknowledgement> closings;
    private final boolean everything;
    private final long end;

    private Acknowledgements(List<Acknowledgement> closings, boolean everything, long end) {
        this.closings = List.copyOf(closings);
        this.everything = everything;
        this.end = end;
    }

    /**
     * What was acknowledged so far.
     *
     * @param closings in the order in which they were made, so that anchors ascend
     * @throws IllegalArgumentException when they do not
     */
    public static Acknowledgements of(List<Acknowledgement> closings) {
        long last = 0;
        for (Acknowledgement closing : closings) {
            if (closing.anchor().sequence() < last) {
                throw new IllegalArgumentException("a later closing does not go on from an earlier place");
            }
            last = closing.anchor().sequence();
        }
        return new Acknowledgements(closings, false, Long.MAX_VALUE);
    }

    /** The same anchors, and every defect is passed over and listed: for those who have to name them. */
    public Acknowledgements collecting() {
        return new Acknowledgements(closings, true, end);
    }

    /** The same for a part of the chain that ends here: anchors beyond are not looked for. */
    public Acknowledgements endingAt(long last) {
        return new Acknowledgements(closings, everything, last);
    }

    /** Each closing, oldest first. */
    public List<Acknowledgement> closings() {
        return closings;
    }

    /** The newest closing. */
    public Optional<Acknowledgement> last() {
        return closings.isEmpty() ? Optional.empty() : Optional.of(closings.get(closings.size() - 1));
    }

    /** Whether a failure of this class in these places, both inclusive, does not end the verification. */
    boolean allow(Kind kind, long from, long to) {
        return everything || isNamed(kind, from, to);
    }

    /** Whether somebody acknowledged a defect of this class in these places. */
    public boolean isNamed(Kind kind, long from, long to) {
        return closings.stream()
                .flatMap(closing -> closing.defects().stream())
                .anyMatch(defect -> defect.covers(kind, from, to));
    }

    /** Where the chain goes on after a place; of two closings at one place the newer counts. */
    Optional<Acknowledgement> anchorAt(long sequence) {
        for (int i = closings.size() - 1; i >= 0; i--) {
            if (sequence <= end && closings.get(i).anchor().sequence() == sequence) {
                return Optional.of(closings.get(i));
            }
        }
        return Optional.empty();
    }

    /** The next anchor after a place. */
    Optional<Acknowledgement> anchorAfter(long sequence) {
        return closings.stream()
                .filter(closing -> closing.anchor().sequence() > sequence
                        && closing.anchor().sequence() <= end)
                .findFirst()
                .flatMap(first -> anchorAt(first.anchor().sequence()));
    }
}
