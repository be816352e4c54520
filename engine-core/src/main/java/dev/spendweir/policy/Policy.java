package dev.spendweir.policy;

import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.Sha256Hex;
import java.util.List;

/**
 * A policy ready to decide with: the checked document, its canonical bytes, their hash, and what lint says (spec 1.3).
 * Made by {@link PolicyReader}. Immutable and thread-safe; keep one and use it for many decisions.
 */
public final class Policy {

    private final PolicyDocument document;
    private final byte[] canonical;
    private final JsonObject canonicalJson;
    private final String sha256;
    private final List<PolicyWarning> warnings;

    Policy(PolicyDocument document, byte[] canonical, JsonObject canonicalJson, List<PolicyWarning> warnings) {
        this.document = document;
        this.canonical = canonical.clone();
        this.canonicalJson = canonicalJson;
        this.sha256 = Sha256Hex.of(canonical);
        this.warnings = List.copyOf(warnings);
    }

    /** The values, with every default filled in. */
    public PolicyDocument document() {
        return document;
    }

    /** The canonical (RFC 8785) bytes; a copy. */
    public byte[] canonicalBytes() {
        return canonical.clone();
    }

    /** The canonical document as JSON values. */
    public JsonObject canonicalJson() {
        return canonicalJson;
    }

    /** Lower-case hex SHA-256 of the canonical bytes. */
    public String sha256() {
        return sha256;
    }

    /** What lint has to say, sorted by pointer, then code; never an error (spec 10 A39). */
    public List<PolicyWarning> warnings() {
        return warnings;
    }
}
