package dev.spendweir.server.notify;

import dev.spendweir.canonical.CanonicalJson;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonReader;
import dev.spendweir.canonical.JsonString;

/** What of an endpoint is sealed: its whole address and its key. Immutable. */
public record EndpointSecret(String url, String key) {

    /** The name under which it is sealed. */
    public static String nameOf(String tenantId, String endpointId) {
        return "notification-endpoint/" + tenantId + "/" + endpointId;
    }

    /** What is sealed. */
    public byte[] bytes() {
        return CanonicalJson.bytes(
                JsonObject.builder().put("url", url).put("key", key).build());
    }

    /** What was sealed. */
    public static EndpointSecret of(byte[] bytes) {
        JsonObject json = (JsonObject) JsonReader.read(bytes);
        return new EndpointSecret(text(json, "url"), text(json, "key"));
    }

    private static String text(JsonObject json, String name) {
        if (json.get(name) instanceof JsonString text) {
            return text.value();
        }
        throw new IllegalStateException("a sealed endpoint has no " + name);
    }

    @Override
    public String toString() {
        return "EndpointSecret[hidden]";
    }
}
