package dev.spendweir.vectors.naive;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * A second implementation of the engine, written from the text of the specification alone: readable, exact and slow. It shares
 * nothing with engine-core, so that a disagreement of the two points at a mistake in one of them. Stateless.
 */
public final class NaiveEngine {
    /** An op's result, or its error; the other one is null. */
    public record Answer(Object result, Map<String, Object> error) {
        /** {result} or {error}: an answer line without its id, and the `expect` of a vector. */
        public Map<String, Object> toJson() {
            return error == null ? Json.object("result", result) : Json.object("error", error);
        }
    }

    private NaiveEngine() {}

    /** Runs one op on its input. */
    public static Answer apply(String op, Map<String, Object> input) {
        try {
            return new Answer(run(op, input), null);
        } catch (Refusal refusal) {
            return new Answer(null, refusal.error());
        }
    }

    private static Object run(String op, Map<String, Object> input) {
        return switch (op) {
            case "amount.parse" -> Json.object("amount", Micros.format(Micros.parse(input.get("value"))));
            case "json.canonicalize" -> canonicalize(input.get("text"));
            case "request.normalize" -> normalize(input);
            case "policy.canonicalize" -> policy(input);
            case "context.compute" -> Contexts.compute(Case.read(input));
            case "waterfall.evaluate" -> waterfall(Case.read(input));
            case "decision.decide" -> Decisions.decide(Case.read(input));
            case "decision.failsafe" -> Decisions.failsafe(input);
            case "approval.apply" -> Approvals.apply(input);
            case "token.verify" -> Tokens.verify(input);
            case "reservation.apply" -> Reservations.apply(input);
            case "ingest.accept" -> Ingest.accept(input);
            case "ingest.focus" -> Focus.sum(input);
            case "ledger.entry_hash" -> Ledgers.entryHash(input);
            case "ledger.chain" -> Ledgers.chain(input);
            case "ledger.verify" -> LedgerAudit.verify(input);
            case "checkpoint.sign" -> Notes.sign(input);
            case "checkpoint.verify" -> Notes.verify(input);
            case "merkle.root" -> MerkleOps.root(input);
            case "merkle.inclusion" -> MerkleOps.inclusion(input);
            case "merkle.consistency" -> MerkleOps.consistency(input);
            case "export.build" -> Exports.build(input);
            case "export.parity" -> Exports.parity(input);
            case "export.verify" -> ExportAudit.verify(input);
            default -> throw Refusal.of("OP_UNSUPPORTED");
        };
    }

    private static Object canonicalize(Object text) {
        try {
            if (!(text instanceof String)) {
                throw new NotJsonException("no text");
            }
            Object value = JsonReader.read((String) text);
            return Json.object("canonical", Canonical.text(value), "sha256", Canonical.sha256(value));
        } catch (NotJsonException e) {
            throw Refusal.of("INVALID_JSON");
        }
    }

    private static Object normalize(Map<String, Object> input) {
        Map<String, Object> policy = Policies.canonicalize(input.get("policy"));
        Map<String, Object> request = Requests.normalize(input.get("request"), (String) policy.get("currency"));
        return Json.object(
                "request", request,
                "environment_class", Requests.environmentClass(request, policy),
                "fingerprint", Requests.fingerprint(request),
                "scope_fingerprint", Requests.scopeFingerprint(request));
    }

    private static Object policy(Map<String, Object> input) {
        Map<String, Object> policy = Policies.canonicalize(input.get("policy"));
        return Json.object(
                "policy", policy, "sha256", Canonical.sha256(policy), "warnings", PolicyLint.warnings(policy));
    }

    private static Object waterfall(Case given) {
        return Waterfall.run(given, Contexts.compute(given)).result();
    }

    /** Answers one line of the protocol; null for a blank line (spec 10 A1, A2). */
    public static String answer(byte[] line) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(line))
                    .toString();
            return answer(text);
        } catch (CharacterCodingException e) {
            return malformed(null);
        }
    }

    /** As {@link #answer(byte[])}, for a line that is text already. */
    public static String answer(String line) {
        if (line.chars().allMatch(c -> c == ' ' || c == '\t' || c == '\r')) {
            return null;
        }
        Object request;
        try {
            request = JsonReader.read(line);
        } catch (NotJsonException e) {
            return malformed(null);
        }
        if (!(request instanceof Map)) {
            return malformed(null);
        }
        Map<String, Object> members = Json.asObject(request);
        Object id = members.get("id");
        Object input = members.getOrDefault("input", Json.object());
        if (!(members.get("op") instanceof String op) || !(input instanceof Map)) {
            return malformed(id);
        }
        Map<String, Object> answer = Json.object("id", id);
        answer.putAll(apply(op, Json.asObject(input)).toJson());
        return Json.write(answer);
    }

    static String malformed(Object id) {
        return Json.write(Json.object("id", id, "error", Json.object("code", "MALFORMED_REQUEST")));
    }
}
