package dev.spendweir.vectors.author;

import dev.spendweir.vectors.naive.Json;
import dev.spendweir.vectors.naive.JsonReader;
import dev.spendweir.vectors.naive.NaiveEngine;
import dev.spendweir.vectors.naive.NotJsonException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One vector being written: what it pins, its input, and facts about the answer that its author read out of the specification. The
 * naive implementation fills in the rest of the expected answer; when it contradicts a fact, nothing is written.
 */
public final class Draft {
    private final String id;
    private final String op;
    private final String title;
    private final Map<String, Object> input;
    private final List<String> facts = new ArrayList<>();
    private final List<Object> flags = new ArrayList<>();
    private final Map<String, Object> exact = new LinkedHashMap<>();
    private List<String> errors;
    private String spec;
    private String profile = "full";

    Draft(String id, String op, String title, String spec, Map<String, Object> input) {
        this.id = id;
        this.op = op;
        this.title = title;
        this.spec = spec;
        this.input = input;
    }

    /** Facts about the result: {@code path=value}, the path dotted, the value single-quoted JSON or a bare word. */
    public Draft want(String... expected) {
        facts.addAll(List.of(expected));
        return this;
    }

    /** A fact about the result that is compared as it is, for values that a text with single quotes cannot say. */
    public Draft exactly(String path, Object value) {
        exact.put(path, value);
        return this;
    }

    /** The error: a code alone, {@code CODE claim}, or all findings as {@code CODE /pointer} in the order of pointers. */
    public Draft fails(String... expected) {
        errors = List.of(expected);
        return this;
    }

    /** The sections and points that say so, when it is not the file's own. */
    public Draft spec(String sections) {
        spec = sections;
        return this;
    }

    public Draft flags(String... names) {
        flags.addAll(List.of(names));
        return this;
    }

    /** Runs in every build. */
    public Draft p0() {
        profile = "p0";
        return this;
    }

    /** The finished vector. */
    Map<String, Object> finish() {
        Map<String, Object> expect = NaiveEngine.apply(op, input).toJson();
        check(expect);
        return Json.object(
                "id", id,
                "title", title,
                "spec", spec,
                "profile", profile,
                "requires", List.of(capability(op)),
                "class", classOf(expect),
                "flags", flags,
                "op", op,
                "input", input,
                "expect", expect);
    }

    private void check(Map<String, Object> expect) {
        if (facts.isEmpty() && exact.isEmpty() && errors == null) {
            throw new IllegalStateException(id + " states no fact of its own");
        }
        if (errors != null) {
            List<String> actual = errorsOf(expect);
            if (!actual.equals(errors)) {
                throw new IllegalStateException(
                        id + ": the specification says " + errors + ", the answer is " + Json.write(expect));
            }
        }
        exact.forEach((path, wanted) -> {
            Object actual = find(expect.get("result"), path);
            if (!Json.same(wanted, actual)) {
                throw new IllegalStateException(id + ": the specification says " + path + "=" + Json.write(wanted)
                        + ", the answer is " + Json.write(actual));
            }
        });
        for (String fact : facts) {
            int equals = fact.indexOf('=');
            Object actual = find(expect.get("result"), fact.substring(0, equals));
            Object wanted = value(fact.substring(equals + 1));
            if (!Json.same(wanted, actual)) {
                throw new IllegalStateException(id + ": the specification says " + fact + ", the answer is "
                        + Json.write(actual) + " in " + Json.write(expect));
            }
        }
    }

    private static List<String> errorsOf(Map<String, Object> expect) {
        List<String> actual = new ArrayList<>();
        Object findings = Json.at(expect, "error", "errors");
        if (findings == null) {
            Object claim = Json.at(expect, "error", "claim");
            actual.add(Json.at(expect, "error", "code") + (claim == null ? "" : " " + claim));
        } else {
            for (Object finding : Json.asList(findings)) {
                actual.add(Json.at(finding, "code") + " " + Json.at(finding, "pointer"));
            }
        }
        return actual;
    }

    /** "." is the result itself, "#" at the end of a path its number of items or members. */
    private static Object find(Object result, String path) {
        Object here = result;
        for (String step : path.equals(".") ? new String[0] : path.split("\\.")) {
            if (step.equals("#")) {
                int size = here instanceof List
                        ? Json.asList(here).size()
                        : Json.asObject(here).size();
                here = Quoted.json(Integer.toString(size));
            } else if (here instanceof List) {
                here = Json.at(here, Integer.valueOf(step));
            } else if (here instanceof Map && Json.asObject(here).containsKey(step)) {
                here = Json.asObject(here).get(step);
            } else {
                return "(nothing at " + step + ")";
            }
        }
        return here;
    }

    private static Object value(String text) {
        try {
            return Quoted.json(text);
        } catch (NotJsonException e) {
            return text;
        }
    }

    private static String capability(String op) {
        return switch (op.substring(0, op.indexOf('.'))) {
            case "approval" -> "approval";
            case "token" -> "token";
            case "reservation" -> "reservation";
            case "ledger", "merkle", "checkpoint" -> "ledger";
            case "export" -> "export";
            case "ingest" -> "ingest";
            default -> "decision";
        };
    }

    /** valid, deny, malformed or eval_error, as notes.json explains them. */
    static String classOf(Map<String, Object> expect) {
        Object error = expect.get("error");
        if (error != null && (isRefusedToken(Json.at(error, "code")) || isRefusedExport(Json.at(error, "code")))) {
            return "deny";
        }
        if (error != null) {
            boolean whileComputing =
                    Json.at(error, "errors") == null && "AMOUNT_OUT_OF_RANGE".equals(Json.at(error, "code"));
            return whileComputing || "OP_UNSUPPORTED".equals(Json.at(error, "code")) ? "eval_error" : "malformed";
        }
        Object result = expect.get("result");
        Object refusals = Json.at(result, "refusals");
        Object rejected = Json.at(result, "rejected");
        boolean denied = "DENY".equals(Json.at(result, "base_outcome"))
                || Json.at(result, "stages") != null && Json.at(result, "limiting_stage") != null
                || Boolean.FALSE.equals(Json.at(result, "valid"))
                || Json.at(result, "failure") != null
                || refusals != null && !Json.asList(refusals).isEmpty()
                || rejected != null && !Json.asList(rejected).isEmpty();
        return denied ? "deny" : "valid";
    }

    /** A good input about files that vouch for nothing, or a chain that is damaged. */
    private static boolean isRefusedExport(Object code) {
        return "EXPORT_INVALID".equals(code) || "LEDGER_DAMAGED".equals(code);
    }

    /** A token that was read and is not accepted. */
    private static boolean isRefusedToken(Object code) {
        String text = String.valueOf(code);
        return text.startsWith("TOKEN_") && !text.equals("TOKEN_MALFORMED") || text.equals("COST_BOUND_EXCEEDED");
    }

    /** For inputs that single-quoted text cannot say. */
    static Object raw(String json) {
        return JsonReader.read(json);
    }
}
