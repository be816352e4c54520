package dev.spendweir.server.store.people;

import dev.spendweir.canonical.JsonObject;

/**
 * A key that was just made, with the only copy of its text.
 *
 * @param keyText show it once and forget it
 */
public record CreatedApiKey(ApiKeyView view, String keyText) {

    /** The answer to its creation. */
    public JsonObject toJson() {
        return view.builder().put("key", keyText).build();
    }

    @Override
    public String toString() {
        return "CreatedApiKey[" + view.keyId() + "]";
    }
}
