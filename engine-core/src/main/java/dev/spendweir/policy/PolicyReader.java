package dev.spendweir.policy;

import static dev.spendweir.reading.FieldReader.or;

import dev.spendweir.canonical.CanonicalJson;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonReader;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.canonical.JsonSyntaxException;
import dev.spendweir.canonical.JsonValue;
import dev.spendweir.reading.Findings;
import dev.spendweir.reading.ObjectReader;
import dev.spendweir.reading.ReadingCodes;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.RejectedException;
import org.jspecify.annotations.Nullable;

/**
 * Reads policies {@code spendweir.policy/v1}: checks every value, fills in every default, makes the canonical form (spec
 * 1.3, 10 A27-A39). Thread-safe.
 */
public final class PolicyReader {

    private static final Policy DEFAULTS = read(JsonObject.EMPTY);

    private PolicyReader() {}

    /** The policy of an empty document. */
    public static Policy defaults() {
        return DEFAULTS;
    }

    /**
     * Reads a document.
     *
     * @param document the document as it came; null stands for an absent one
     * @throws RejectedException {@code POLICY_SCHEMA_UNSUPPORTED} alone when the document names another schema; else all
     *     findings: {@code POLICY_UNKNOWN_FIELD} for members that the schema does not have, {@code POLICY_INVALID} for
     *     everything else
     */
    public static Policy read(@Nullable JsonValue document) {
        PolicyDocument checked = check(document);
        JsonObject canonical = PolicyJson.of(checked);
        return new Policy(checked, CanonicalJson.bytes(canonical), canonical, PolicyLint.warnings(checked));
    }

    /**
     * Reads the canonical bytes of a stored version. They are hashed as they are and never canonicalised again, so the
     * hash of a version stays the same for ever (spec 10 A27b).
     *
     * @throws RejectedException as {@link #read}; {@code POLICY_INVALID} when the bytes are not JSON
     */
    public static Policy readStored(byte[] canonicalBytes) {
        JsonValue document;
        try {
            document = JsonReader.read(canonicalBytes);
        } catch (JsonSyntaxException e) {
            throw new RejectedException(ErrorCode.POLICY_INVALID, "the stored policy is damaged: " + e.getMessage());
        }
        PolicyDocument checked = check(document);
        // check() has refused everything that is not an object.
        return new Policy(checked, canonicalBytes, (JsonObject) document, PolicyLint.warnings(checked));
    }

    private static PolicyDocument check(@Nullable JsonValue document) {
        checkSchema(document);
        Findings findings = new Findings();
        PolicyDocument checked = ObjectReader.document(document, ReadingCodes.POLICY, findings, PolicyReader::document);
        findings.throwIfAny();
        return checked;
    }

    /** Of a document in another schema nothing else can be said (spec 10 A30). */
    private static void checkSchema(@Nullable JsonValue document) {
        JsonValue schema = document instanceof JsonObject object ? object.getNonNull("schema") : null;
        if (schema == null || (schema instanceof JsonString text && text.value().equals(PolicyDocument.SCHEMA))) {
            return;
        }
        throw new RejectedException(
                ErrorCode.POLICY_SCHEMA_UNSUPPORTED,
                "/schema",
                "the only schema that this version reads is " + PolicyDocument.SCHEMA);
    }

    private static PolicyDocument document(ObjectReader in) {
        // Checked before; named here so that it is known.
        in.field("schema");
        return new PolicyDocument(
                or(in.field("currency").text(PolicyTexts.CURRENCY), "USD"),
                in.field("environments").object(PolicySections::environments),
                in.field("modes").object(PolicySections::modes),
                in.field("thresholds").object(PolicySections::thresholds),
                in.field("ceilings").object(PolicySections::ceilings),
                in.field("budgets").object(PolicySections::budgets),
                in.field("data_quality").object(PolicySections::dataQuality),
                in.field("credits").object(PolicySections::credits),
                in.field("approvals").object(ApprovalsSection::read),
                in.field("context").object(PolicySections::context),
                in.field("risk").object(RiskSection::read),
                RulesSection.read(in.field("rules")),
                in.field("reservations").object(PolicySections::reservations),
                in.field("actions").object(PolicySections::actions));
    }
}
