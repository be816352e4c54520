package dev.spendweir.testing;

import dev.spendweir.rejection.RejectedException;
import java.util.List;

/** What a call is refused with, in a form that reads well in an assertion. */
public final class Refusals {

    private Refusals() {}

    /** The findings as {@code "CODE pointer"}, in the order of the rejection; empty when the call succeeds. */
    public static List<String> of(Runnable call) {
        try {
            call.run();
            return List.of();
        } catch (RejectedException e) {
            return e.findings().stream()
                    .map(finding -> (finding.code().wireName() + " " + finding.pointer()).trim())
                    .toList();
        }
    }
}
