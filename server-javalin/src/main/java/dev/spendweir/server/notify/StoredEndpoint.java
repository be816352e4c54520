package dev.spendweir.server.notify;

import dev.spendweir.canonical.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint just stored.
 *
 * @param secret its key, shown only now; null: it has the key that it had
 */
public record StoredEndpoint(
        EndpointView view, boolean created, @Nullable String secret) {

    /** The item, with the secret when there is a new one. */
    public JsonObject toJson() {
        JsonObject.Builder all = JsonObject.builder();
        view.toJson().forEach(all::put);
        return all.put("secret", secret).build();
    }

    @Override
    public String toString() {
        return "StoredEndpoint[" + view.endpointId() + ", secret hidden]";
    }
}
