package dev.spendweir.server.http;

import dev.spendweir.canonical.JsonObject;
import java.util.List;

/** Says whether the server can do its work now. Thread-safe. */
@FunctionalInterface
public interface Readiness {

    /** All checks, in a stable order. */
    List<Check> checks();

    /**
     * One condition.
     *
     * @param name stable, snake_case
     */
    record Check(String name, boolean ok) {
        JsonObject toJson() {
            return JsonObject.builder().put("name", name).put("ok", ok).build();
        }
    }
}
