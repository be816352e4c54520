package dev.spendweir.reading;

import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonPointer;
import dev.spendweir.canonical.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Gives the fields of one JSON object by name; whatever member was never asked for is unknown, even when its value is
 * null (spec 10 N3). Not thread-safe; use it inside the function that it is given to.
 *
 * <pre>{@code
 * Thresholds thresholds(ObjectReader in) {
 *     return new Thresholds(
 *             or(in.field("auto_approve_up_to").nonNegativeAmount(), Amount.ZERO),
 *             in.field("hard_deny_above").nonNegativeAmount());
 * }
 * }</pre>
 */
public final class ObjectReader {

    private final JsonObject object;
    private final String pointer;
    private final ReadingCodes codes;
    private final Findings findings;
    private final List<String> known = new ArrayList<>();
    private boolean unknownIsFine;

    private ObjectReader(JsonObject object, String pointer, ReadingCodes codes, Findings findings) {
        this.object = object;
        this.pointer = pointer;
        this.codes = codes;
        this.findings = findings;
    }

    /**
     * Reads a whole document, which must be an object; an absent one is a mistake like any other non-object (spec 10
     * A34, N2).
     *
     * @param shape makes the value from the fields; called in any case, for a non-object with an empty one whose
     *     findings are dropped
     */
    public static <T extends @Nullable Object> T document(
            @Nullable JsonValue document,
            ReadingCodes codes,
            Findings findings,
            Function<ObjectReader, ? extends T> shape) {
        if (document instanceof JsonObject object) {
            return read(object, "", codes, findings, shape);
        }
        findings.add(codes.invalid(), "", "the document must be a JSON object, not " + Shown.kind(document));
        return read(JsonObject.EMPTY, "", codes, new Findings(), shape);
    }

    static <T extends @Nullable Object> T read(
            JsonObject object,
            String pointer,
            ReadingCodes codes,
            Findings findings,
            Function<ObjectReader, ? extends T> shape) {
        ObjectReader reader = new ObjectReader(object, pointer, codes, findings);
        T value = shape.apply(reader);
        reader.reportUnknown();
        return value;
    }

    /** The field of that name, whether it is there or not; from now on the name is known. */
    public FieldReader field(String name) {
        known.add(name);
        return new FieldReader(object.getNonNull(name), JsonPointer.member(pointer, name), codes, findings);
    }

    /** From now on members that nobody asks for are no mistake (spec 10 A2, R1). */
    public void ignoreUnknown() {
        unknownIsFine = true;
    }

    /** Notes a mistake of the object as a whole, unless it has one already. */
    public void refuse(String detail) {
        findings.add(codes.invalid(), pointer, detail);
    }

    /** Where the object is in its document. */
    public String pointer() {
        return pointer;
    }

    private void reportUnknown() {
        if (unknownIsFine) {
            return;
        }
        // One detail for all: an object of a million unknown members must not make a million long texts.
        String detail = null;
        for (int i = 0; i < object.size(); i++) {
            String name = object.nameAt(i);
            if (!known.contains(name)) {
                detail = detail == null ? "the schema has no such field; it has " + String.join(", ", known) : detail;
                findings.add(codes.unknown(), JsonPointer.member(pointer, name), detail);
            }
        }
    }
}
