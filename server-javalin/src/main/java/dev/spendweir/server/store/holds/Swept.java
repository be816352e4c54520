package dev.spendweir.server.store.holds;

import dev.spendweir.canonical.JsonArray;
import dev.spendweir.canonical.JsonObject;
import java.util.ArrayList;
import java.util.List;

/**
 * What a sweep closed, in the order in which it was held.
 *
 * @param released how many of them were tentative
 * @param settled how many of them were confirmed
 * @param reservationIds all of them
 */
public record Swept(int released, int settled, List<String> reservationIds) {
    /** Nothing. */
    static final Swept NONE = new Swept(0, 0, List.of());

    public Swept {
        reservationIds = List.copyOf(reservationIds);
    }

    Swept plus(Swept more) {
        List<String> all = new ArrayList<>(reservationIds);
        all.addAll(more.reservationIds);
        return new Swept(released + more.released, settled + more.settled, all);
    }

    /** The answer of spec 11. */
    public JsonObject toJson() {
        return JsonObject.builder()
                .put("released", released)
                .put("settled", settled)
                .put("reservations", JsonArray.ofStrings(reservationIds))
                .build();
    }
}
