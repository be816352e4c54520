package dev.spendweir.server.http;

import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.canonical.JsonValue;
import dev.spendweir.reading.FieldReader;
import dev.spendweir.reading.Findings;
import dev.spendweir.reading.ObjectReader;
import dev.spendweir.reading.ReadingCodes;
import dev.spendweir.reading.TextRule;
import dev.spendweir.reading.TextRules;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.RejectedException;
import dev.spendweir.server.auth.Identity;
import dev.spendweir.vocabulary.Source;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What the bodies of several routes have in common. */
final class RequestBodies {

    /** A change is named by a pull request or a commit; both are short (spec 3.2). */
    static final TextRule CHANGE_ID = TextRules.name(1, 128);

    private RequestBodies() {}

    /**
     * Reads a whole body of the API with all its findings.
     *
     * @throws RejectedException {@code INVALID_FIELD}, {@code FIELD_REQUIRED}, {@code UNKNOWN_FIELD}, amount codes
     */
    static <T extends @Nullable Object> T read(JsonValue body, Function<ObjectReader, ? extends T> shape) {
        Findings findings = new Findings();
        T value = ObjectReader.document(body, ReadingCodes.REQUEST, findings, shape);
        findings.throwIfAny();
        return value;
    }

    /** As {@link #read}, where the answer may be that there is nothing. */
    static @Nullable String readOptional(JsonValue body, Function<ObjectReader, @Nullable String> shape) {
        Findings findings = new Findings();
        Optional<String> value =
                ObjectReader.document(body, ReadingCodes.REQUEST, findings, in -> Optional.ofNullable(shape.apply(in)));
        findings.throwIfAny();
        return value.orElse(null);
    }

    /** The body as an object. */
    static JsonObject object(Body body) {
        return object(body.json());
    }

    static JsonObject object(JsonValue value) {
        if (value instanceof JsonObject object) {
            return object;
        }
        throw new RejectedException(ErrorCode.INVALID_FIELD, "the body must be a JSON object");
    }

    /** A member's text, when it is there and a string; whoever reads the whole body judges other types. */
    static Optional<String> text(JsonObject body, String name) {
        return body.get(name) instanceof JsonString string ? Optional.of(string.value()) : Optional.empty();
    }

    /** The body's change_id (spec 3.2), or null. */
    static @Nullable String changeId(JsonObject body) {
        Findings findings = new Findings();
        String changeId = ObjectReader.<@Nullable String>document(
                body.has("change_id")
                        ? JsonObject.EMPTY.with("change_id", member(body, "change_id"))
                        : JsonObject.EMPTY,
                ReadingCodes.REQUEST,
                findings,
                in -> in.field("change_id").text(CHANGE_ID));
        findings.throwIfAny();
        return changeId;
    }

    private static JsonValue member(JsonObject body, String name) {
        JsonValue value = body.get(name);
        if (value == null) {
            throw new IllegalStateException("the member was there a moment ago");
        }
        return value;
    }

    /**
     * The body as a request of spec 1.2 in the caller's name: tenant and source are the server's to say, the requester is
     * the caller, or whom its credential names, unless the caller may name another.
     *
     * @throws RejectedException {@code TENANT_MISMATCH}, {@code REQUESTER_MISMATCH}
     */
    static JsonObject withCaller(JsonObject body, Identity identity, Source source) {
        given(body, "tenant_id").ifPresent(named -> identity.checkTenant(named, "/tenant_id"));
        text(body, "requester_id").ifPresent(named -> identity.checkRequester(TextRules.strip(named), "/requester_id"));
        JsonObject raw = withText(body, "tenant_id", identity.tenantId());
        raw = withText(raw, "source", source.wireName());
        return raw.getNonNull("requester_id") == null
                ? withText(raw, "requester_id", identity.defaultRequesterId())
                : raw;
    }

    /** As {@link #text}, for members that the server overwrites and that nobody else will judge. */
    static Optional<String> given(JsonObject body, String name) {
        if (body.getNonNull(name) != null && !(body.get(name) instanceof JsonString)) {
            throw new RejectedException(ErrorCode.INVALID_FIELD, "/" + name, "a string is expected");
        }
        return text(body, name);
    }

    static JsonObject withText(JsonObject object, String name, String text) {
        return object.with(name, new JsonString(text));
    }

    /** A time of a body, RFC 3339 UTC. */
    static @Nullable Instant time(FieldReader field) {
        return field.parsed(text -> {
            try {
                return Instant.parse(text);
            } catch (DateTimeParseException e) {
                throw new RejectedException(
                        ErrorCode.INVALID_FIELD, "an RFC 3339 UTC time such as 2026-03-01T00:00:00Z is expected");
            }
        });
    }

    /** The member {@code labels} as it is; {} when there is none. */
    static JsonObject labels(FieldReader field, JsonObject body) {
        if (body.getNonNull("labels") instanceof JsonObject labels) {
            return labels;
        }
        if (field.isPresent()) {
            field.refuse("an object is expected");
        }
        return JsonObject.EMPTY;
    }
}
