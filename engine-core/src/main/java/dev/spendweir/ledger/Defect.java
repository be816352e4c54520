package dev.spendweir.ledger;

import dev.spendweir.canonical.JsonObject;
import dev.spendweir.ledger.ChainFailure.Kind;

/**
 * Something wrong with a chain, by name: its class and the places that it concerns. People who close a quarantine acknowledge
 * defects by these names (spec 3.3).
 *
 * @param from first place, inclusive, from 1; for a fault of the chain as a whole that shows before any entry, 0
 * @param to last place, inclusive, at least {@code from}
 * @param detail what was found, in words; no part of the name
 */
public record Defect(Kind kind, long from, long to, String detail) {
    public Defect {
        if (from < 0 || to < from) {
            throw new IllegalArgumentException("a defect concerns places from 0 on, not " + from + " to " + to);
        }
    }

    /** The name, such as {@code payload:3} or {@code gap:6-7}. */
    public String name() {
        return kind.wireName() + ":" + from + (from == to ? "" : "-" + to);
    }

    /** Whether it is of this class and reaches from one place to another, both inclusive. */
    boolean covers(Kind other, long first, long last) {
        return kind == other && from <= first && last <= to;
    }

    /** {@code {class, from, to, detail}}. */
    public JsonObject toJson() {
        return JsonObject.builder()
                .put("class", kind.wireName())
                .put("from", from)
                .put("to", to)
                .put("detail", detail)
                .build();
    }
}
