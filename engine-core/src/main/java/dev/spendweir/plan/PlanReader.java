package dev.spendweir.plan;

import dev.spendweir.canonical.JsonArray;
import dev.spendweir.canonical.JsonBoolean;
import dev.spendweir.canonical.JsonCursor;
import dev.spendweir.canonical.JsonNull;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonPointer;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.canonical.JsonSyntaxException;
import dev.spendweir.canonical.JsonValue;
import dev.spendweir.price.AttributeFilter;
import dev.spendweir.price.PriceSheet;
import dev.spendweir.price.ResourceAttributes;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.RejectedException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code terraform show -json} of a plan, formats 0.1 to 1.x, also OpenTofu's, and the redacted forms that
 * {@link PlanRedactor} makes (spec 5.1).
 *
 * <p>The plan is walked through once; of each change only what the price sheet reads is kept. Time is linear in the
 * size of the plan; memory is bounded by about twice its {@code resource_changes}. Thread-safe.
 */
public final class PlanReader {

    private final PriceSheet sheet;
    private final ContentDigest digest = new ContentDigest();
    private final Map<String, AttributeFilter> filters = new HashMap<>();
    private final List<ResourceChange> changes = new ArrayList<>();
    private final List<PlanNotice> warnings = new ArrayList<>();
    private final Set<String> seen = new HashSet<>();
    private @Nullable String formatVersion;
    private @Nullable String terraformVersion;
    private @Nullable Boolean errored;
    private @Nullable Boolean complete;
    private boolean deferred;
    private int outputsChanged;
    private @Nullable Redaction redaction;

    private PlanReader(PriceSheet sheet) {
        this.sheet = sheet;
    }

    /**
     * Reads a plan that is a document of its own.
     *
     * @param json the plan; a UTF-8 byte order mark is passed over
     * @param sheet the price sheet that the plan will be priced with
     * @throws RejectedException {@code PLAN_INVALID} when it is not one strict JSON value (with line and column), no
     *     plan, or has a lone surrogate in what is hashed, {@code PLAN_FORMAT_UNSUPPORTED} for another major version, {@code PLAN_ACTION_UNSUPPORTED} for actions
     *     that are not known
     */
    public static TerraformPlan read(byte[] json, PriceSheet sheet) {
        int offset = PlanText.offset(json);
        try {
            JsonCursor cursor = JsonCursor.of(json, offset);
            TerraformPlan plan = read(cursor, sheet);
            cursor.end();
            return plan;
        } catch (JsonSyntaxException e) {
            throw PlanText.invalid(e, json);
        }
    }

    /**
     * Reads a plan that is a value inside of a larger document, which the cursor stands before.
     *
     * @throws RejectedException as {@link #read(byte[], PriceSheet)}, pointers relative to the plan
     * @throws JsonSyntaxException when the document breaks the grammar there
     */
    public static TerraformPlan read(JsonCursor cursor, PriceSheet sheet) {
        return PlanText.withoutLoneSurrogates(ErrorCode.PLAN_INVALID, () -> new PlanReader(sheet).plan(cursor));
    }

    private TerraformPlan plan(JsonCursor cursor) {
        if (cursor.kind() != JsonCursor.Kind.OBJECT) {
            throw PlanText.notAPlan("a plan is a JSON object");
        }
        cursor.enterObject();
        for (String name = cursor.nextName(); name != null; name = cursor.nextName()) {
            seen.add(name);
            member(name, cursor);
        }
        checkFormat();
        if (errored == null) {
            warnings.add(new PlanNotice(PlanWarning.ERRORED_UNKNOWN, ""));
        }
        if (complete == null && !deferred) {
            warnings.add(new PlanNotice(PlanWarning.COMPLETE_UNKNOWN, ""));
        }
        return new TerraformPlan(
                Objects.requireNonNull(formatVersion),
                terraformVersion,
                errored,
                deferred ? Boolean.FALSE : complete,
                changes,
                outputsChanged,
                contentSha256(),
                redaction == null ? null : redaction.kept(),
                warnings);
    }

    private void member(String name, JsonCursor cursor) {
        switch (name) {
            case "format_version" -> formatVersion = text(cursor, "/format_version");
            case "plan_format_version" -> {
                String version = text(cursor, "/plan_format_version");
                formatVersion = formatVersion == null ? version : formatVersion;
            }
            case "terraform_version" -> terraformVersion = text(cursor, "/terraform_version");
            case "errored" -> errored = flag(cursor, "/errored");
            case "complete" -> complete = flag(cursor, "/complete");
            case "resource_changes" -> resourceChanges(cursor);
            case "output_changes" -> outputChanges(cursor);
            case "deferred_changes" -> deferred = nonEmpty(cursor);
            case "action_invocations" -> {
                if (nonEmpty(cursor)) {
                    warnings.add(new PlanNotice(PlanWarning.ACTIONS_IGNORED, ""));
                }
            }
            case Redaction.MEMBER -> redaction = Redaction.read(cursor.value());
            default -> cursor.skip();
        }
    }

    private void resourceChanges(JsonCursor cursor) {
        if (cursor.kind() == JsonCursor.Kind.NULL) {
            cursor.skip();
            return;
        }
        if (cursor.kind() != JsonCursor.Kind.ARRAY) {
            throw new RejectedException(ErrorCode.PLAN_INVALID, "/resource_changes", "resource_changes is a list");
        }
        cursor.enterArray();
        for (int i = 0; cursor.nextElement(); i++) {
            PlanChange change = PlanChange.of(cursor.value(), JsonPointer.element("/resource_changes", i));
            digest.add(change);
            changes.add(reduced(change));
        }
    }

    private ResourceChange reduced(PlanChange change) {
        boolean priced = change.kind().priced();
        AttributeFilter filter = filters.computeIfAbsent(change.type(), sheet::filter);
        return new ResourceChange(
                change.address(),
                change.optional("deposed"),
                change.optional("previous_address"),
                change.type(),
                change.kind(),
                change.actions(),
                priced ? attributes(change.before(), JsonNull.NULL, filter) : null,
                priced ? attributes(change.after(), change.change().get("after_unknown"), filter) : null);
    }

    private static @Nullable ResourceAttributes attributes(
            @Nullable JsonValue values, @Nullable JsonValue unknown, AttributeFilter filter) {
        if (!(values instanceof JsonObject object)) {
            return null;
        }
        if (object.equals(ResourceAttributes.SENSITIVE)) {
            return new ResourceAttributes(JsonObject.EMPTY, JsonBoolean.TRUE);
        }
        return new ResourceAttributes(
                filter.keepObject(object), unknown == null ? JsonNull.NULL : filter.keep(unknown));
    }

    private void outputChanges(JsonCursor cursor) {
        if (cursor.kind() != JsonCursor.Kind.OBJECT) {
            cursor.skip();
            return;
        }
        cursor.enterObject();
        for (String name = cursor.nextName(); name != null; name = cursor.nextName()) {
            JsonValue value = cursor.value();
            if (value instanceof JsonObject object && object.get("actions") instanceof JsonArray actions) {
                digest.addOutput(name, actions);
                outputsChanged += actions.equals(JsonArray.ofStrings(List.of("no-op"))) ? 0 : 1;
            }
        }
    }

    private String contentSha256() {
        if (redaction != null) {
            warnings.add(new PlanNotice(PlanWarning.DIGEST_ASSERTED, ""));
            return redaction.contentSha256();
        }
        return digest.sha256();
    }

    private void checkFormat() {
        if (formatVersion == null || (seen.contains("values") && !seen.contains("resource_changes"))) {
            throw PlanText.notAPlan(
                    "it has no format_version, or is a state; make it with: terraform show -json tfplan");
        }
        if (!PlanText.looksLikePlan(seen)) {
            throw PlanText.notAPlan("it has none of the members of a plan; make it with: terraform show -json tfplan");
        }
        if (PlanText.checkFormat(formatVersion)) {
            warnings.add(new PlanNotice(PlanWarning.FORMAT_NEWER, formatVersion));
        }
    }

    private static @Nullable String text(JsonCursor cursor, String pointer) {
        JsonValue value = cursor.value();
        if (value instanceof JsonString text) {
            return text.value();
        }
        if (value == JsonNull.NULL) {
            return null;
        }
        throw new RejectedException(ErrorCode.PLAN_INVALID, pointer, "a text is expected");
    }

    private static @Nullable Boolean flag(JsonCursor cursor, String pointer) {
        JsonValue value = cursor.value();
        if (value instanceof JsonBoolean bool) {
            return bool.value();
        }
        if (value == JsonNull.NULL) {
            return null;
        }
        throw new RejectedException(ErrorCode.PLAN_INVALID, pointer, "true or false is expected");
    }

    private static boolean nonEmpty(JsonCursor cursor) {
        if (cursor.kind() != JsonCursor.Kind.ARRAY) {
            cursor.skip();
            return false;
        }
        cursor.enterArray();
        boolean any = false;
        while (cursor.nextElement()) {
            cursor.skip();
            any = true;
        }
        return any;
    }
}
