package dev.spendweir.cli.client;

import dev.spendweir.canonical.JsonArray;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonReader;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.canonical.JsonSyntaxException;
import dev.spendweir.canonical.JsonValue;
import dev.spendweir.cli.CliException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A server's refusal, RFC 9457 problem+json (spec 4.3).
 *
 * @param status the HTTP status
 * @param code the stable code, or {@code HTTP_<status>} when the answer has none
 * @param detail what is wrong
 * @param findings one line for each finding
 * @param requestId finds the call in the server's log; empty when not given
 */
public record Problem(int status, String code, String detail, List<String> findings, String requestId) {

    /** More findings than this are not read by anybody; the rest is counted. */
    private static final int MAX_FINDINGS = 20;

    public Problem {
        Objects.requireNonNull(code, "code");
        Objects.requireNonNull(detail, "detail");
        findings = List.copyOf(findings);
        Objects.requireNonNull(requestId, "requestId");
    }

    /** Reads a refusal; an answer that is no problem document gives what can be said of it. */
    public static Problem of(ServerAnswer answer) {
        JsonObject json = object(answer);
        String title = text(json, "title");
        String detail = text(json, "detail");
        String code = text(json, "code");
        return new Problem(
                answer.status(),
                code.isEmpty() ? "HTTP_" + answer.status() : code,
                detail.isEmpty() ? (title.isEmpty() ? "the answer says no more" : title) : detail,
                findings(json),
                text(json, "request_id"));
    }

    /** Whether the tenant's ledger is damaged, so that nothing is written until two operators agree (spec 3.3). */
    boolean isQuarantine() {
        return code.equals("AUDIT_QUARANTINE");
    }

    /** The refusal as the end of a command. */
    public CliException toException() {
        String whole = code + ": " + detail;
        if (findings.size() == 1 && findings.get(0).endsWith(whole)) {
            // The one finding says the same, and where.
            return new CliException("the server refused: " + findings.get(0), hint());
        }
        StringBuilder message = new StringBuilder("the server refused: ").append(whole);
        findings.forEach(
                finding -> message.append(System.lineSeparator()).append("  ").append(finding));
        return new CliException(message.toString(), hint());
    }

    private String hint() {
        String where = requestId.isEmpty() ? "" : " (request id " + requestId + ")";
        return next() + where;
    }

    private String next() {
        return switch (status) {
            case 401 -> "is the API key right, not expired and not revoked?";
            case 403 ->
                code.equals("SEPARATION_OF_DUTIES")
                        ? "somebody who did not ask for it has to decide"
                        : "the API key's actor may not do this: see its role, permissions and bindings";
            case 404 ->
                code.equals("NOT_FOUND")
                        ? "are name and --server right? An API key sees its own tenant only"
                        : "is the address that of a Spendweir server of this version?";
            case 413 -> "send less; of a plan: --send minimal";
            case 429, 503 ->
                isQuarantine()
                        ? "its ledger is damaged: operators see it by spendweir ledger quarantine list, and two of them"
                                + " close it"
                        : "the server has no room now; run the command again";
            default ->
                status / 100 == 3
                        ? "redirections are not followed: give the address of the Spendweir server itself"
                        : status / 100 == 5
                                ? "what became of the call is not known; the server's log says more"
                                : "nothing was decided or changed";
        };
    }

    private static JsonObject object(ServerAnswer answer) {
        try {
            return JsonReader.read(answer.body()) instanceof JsonObject object ? object : JsonObject.EMPTY;
        } catch (JsonSyntaxException e) {
            return JsonObject.EMPTY;
        }
    }

    private static List<String> findings(JsonObject json) {
        List<String> lines = new ArrayList<>();
        if (json.get("errors") instanceof JsonArray errors) {
            for (JsonValue element : errors.elements()) {
                if (element instanceof JsonObject error && lines.size() < MAX_FINDINGS) {
                    String pointer = text(error, "pointer");
                    String where = pointer.isEmpty() ? "" : pointer + ": ";
                    lines.add(where + text(error, "code") + ": " + text(error, "detail"));
                }
            }
            if (errors.size() > MAX_FINDINGS) {
                lines.add("and " + (errors.size() - MAX_FINDINGS) + " more");
            }
        }
        return lines;
    }

    private static String text(JsonObject json, String name) {
        return json.get(name) instanceof JsonString string ? string.value() : "";
    }
}
