package dev.spendweir.vectors.naive;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** An op's typed error: a code and, where the input had findings, all of them sorted by pointer. */
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Map<String, Object> error;

    private Refusal(String code, Map<String, Object> error) {
        super(code);
        this.error = error;
    }

    /** An error that has a code only (spec 10 A3). */
    static Refusal of(String code) {
        return new Refusal(code, Json.object("code", code));
    }

    /** An error that names the claim it is about (spec 2.2, 7). */
    static Refusal ofClaim(String code, String claim) {
        return new Refusal(code, Json.object("code", code, "claim", claim));
    }

    /** An error for one bad place. */
    static Refusal at(String pointer, String code) {
        Findings findings = new Findings();
        findings.add(pointer, code);
        return of(findings);
    }

    /** The error whose code is that of the first finding in the order of pointers. */
    static Refusal of(Findings findings) {
        List<Object> errors = new ArrayList<>();
        findings.sorted().forEach((pointer, code) -> errors.add(Json.object("pointer", pointer, "code", code)));
        String code = (String) Json.at(errors, 0, "code");
        return new Refusal(code, Json.object("code", code, "errors", errors));
    }

    Map<String, Object> error() {
        return error;
    }
}
