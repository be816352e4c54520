package dev.spendweir.cli.local;

import dev.spendweir.canonical.CanonicalJson;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonReader;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.canonical.JsonSyntaxException;
import dev.spendweir.canonical.Sha256Hex;
import dev.spendweir.cli.CliException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The first answer that was given under a key, kept for when the same is asked again.
 *
 * @param reservationId the hold that was made with it; null without one
 * @param body the answer's text
 */
record StoredAnswer(String idempotencyKey, @Nullable String reservationId, String body) {

    /** The file of a key; a hash, because a key may hold any visible characters. */
    static String fileName(String idempotencyKey) {
        return "answers/" + Sha256Hex.ofUtf8(idempotencyKey) + ".json";
    }

    static Optional<StoredAnswer> find(StateDirectory directory, String idempotencyKey) {
        return directory.read(fileName(idempotencyKey)).map(StoredAnswer::read);
    }

    private static StoredAnswer read(byte[] bytes) {
        try {
            if (JsonReader.read(bytes) instanceof JsonObject json
                    && json.get("idempotency_key") instanceof JsonString key
                    && json.get("body") instanceof JsonString body) {
                @Nullable String hold = json.get("reservation_id") instanceof JsonString id ? id.value() : null;
                return new StoredAnswer(key.value(), hold, body.value());
            }
        } catch (JsonSyntaxException e) {
            // Said below.
        }
        throw new CliException(
                "a stored answer of the state directory is damaged", "restore the directory from a copy");
    }

    void addTo(Journal journal) {
        JsonObject json = JsonObject.builder()
                .put("idempotency_key", idempotencyKey)
                .put("reservation_id", reservationId)
                .put("body", body)
                .build();
        journal.replace(fileName(idempotencyKey), CanonicalJson.text(json) + "\n");
    }
}
