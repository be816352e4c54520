package dev.spendweir.vectors.naive;

import java.util.Map;

/** How strictly a decision counts, and the policy path that says so (spec 1.8, spec 10 A75). */
record Mode(String name, String scope) {
    /** The most specific setting wins: source and class, the source's default, the policy's default. */
    static Mode of(Map<String, Object> policy, Map<String, Object> request, String environmentClass) {
        String source = (String) request.get("source");
        for (String key : new String[] {environmentClass, "default"}) {
            Object mode = Json.at(policy, "modes", source, key);
            if (mode != null) {
                return new Mode((String) mode, source + "." + key);
            }
        }
        return new Mode((String) Json.at(policy, "modes", "default"), "default");
    }

    /** The outcome that the mode makes of a base outcome. */
    String apply(String base) {
        if (name.equals("shadow")) {
            return "ALLOW";
        }
        return name.equals("soft") && base.equals("DENY") ? "REQUIRE_APPROVAL" : base;
    }
}
