package dev.spendweir.cli.gate;

import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonReader;
import dev.spendweir.canonical.JsonSyntaxException;
import dev.spendweir.cli.CliException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;

/**
 * What a gate answered.
 *
 * @param json the body's text as it came
 * @param replayed whether it was given before
 * @param reservationStatus where the hold of a replayed answer stands now, when it says so
 * @param approvalStatus where the approval that the answer names stands now, when it names one
 */
public record GateResult(
        String json, boolean replayed, Optional<String> reservationStatus, Optional<String> approvalStatus) {

    /** An answer that names no approval. */
    public GateResult(String json, boolean replayed, Optional<String> reservationStatus) {
        this(json, replayed, reservationStatus, Optional.empty());
    }

    public GateResult {
        Objects.requireNonNull(json, "json");
        Objects.requireNonNull(reservationStatus, "reservationStatus");
        Objects.requireNonNull(approvalStatus, "approvalStatus");
    }

    /** The same answer, its approval standing elsewhere now. */
    public GateResult withApproval(String status) {
        return new GateResult(json, replayed, reservationStatus, Optional.of(status));
    }

    /** An answer of those bytes that names no approval. */
    public static GateResult of(byte[] body, boolean replayed, Optional<String> reservationStatus) {
        return of(body, replayed, reservationStatus, Optional.empty());
    }

    /** An answer of those bytes. */
    public static GateResult of(
            byte[] body, boolean replayed, Optional<String> reservationStatus, Optional<String> approvalStatus) {
        return new GateResult(new String(body, StandardCharsets.UTF_8), replayed, reservationStatus, approvalStatus);
    }

    /**
     * The body as an object.
     *
     * @throws CliException when it is none
     */
    public JsonObject object() {
        try {
            if (JsonReader.read(json) instanceof JsonObject object) {
                return object;
            }
        } catch (JsonSyntaxException e) {
            // Said below.
        }
        throw new CliException(
                "the answer is not a gate response",
                "is the address that of a Spendweir server, without a proxy in between?");
    }
}
