package dev.spendweir.vectors;

import dev.spendweir.canonical.JsonObject;
import java.util.List;
import java.util.Objects;

/**
 * One vector: a question, and the answer that every implementation gives (spec 8).
 *
 * @param family the part of the engine that it exercises
 * @param id never changes its meaning; also the id of the request line
 * @param title what it pins
 * @param spec the sections of the specification that say so
 * @param profile the smallest profile that has it
 * @param requires the capabilities that an implementation needs to be asked this; not empty
 * @param op the operation
 * @param input the operation's input; numbers keep their texts
 * @param expect the answer without its id: {result} or {error}
 */
public record VectorCase(
        String family,
        String id,
        String title,
        String spec,
        VectorProfile profile,
        List<String> requires,
        String op,
        JsonObject input,
        JsonObject expect) {

    public VectorCase {
        Objects.requireNonNull(family, "family");
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(title, "title");
        Objects.requireNonNull(spec, "spec");
        Objects.requireNonNull(profile, "profile");
        requires = List.copyOf(requires);
        Objects.requireNonNull(op, "op");
        Objects.requireNonNull(input, "input");
        Objects.requireNonNull(expect, "expect");
    }

    /** The request line of the runner protocol, without its line end. */
    public byte[] requestLine() {
        return WireJson.bytes(JsonObject.builder()
                .put("id", id)
                .put("op", op)
                .put("input", input)
                .build());
    }
}
