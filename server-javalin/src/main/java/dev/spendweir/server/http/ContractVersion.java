package dev.spendweir.server.http;

import dev.spendweir.canonical.JsonObject;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.RejectedException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The version of the API's contract and the window of versions that this server speaks (spec 4.4). */
final class ContractVersion {

    /** The version of {@code openapi.json}. */
    static final String CURRENT = "1.0.0";

    /** Preferred major first; the previous one joins when there is a second. */
    private static final List<String> SUPPORTED_MAJORS = List.of("1");

    private static final Pattern VERSION =
            Pattern.compile("(0|[1-9][0-9]{0,8})\\.(0|[1-9][0-9]{0,8})\\.(0|[1-9][0-9]{0,8})");

    private ContractVersion() {}

    /**
     * Refuses a client that was written for a contract outside the window.
     *
     * @throws RejectedException {@code CONTRACT_VERSION_UNSUPPORTED}
     */
    static void check(String asked) {
        Matcher version = VERSION.matcher(asked);
        if (!version.matches() || !SUPPORTED_MAJORS.contains(version.group(1))) {
            throw new RejectedException(
                    ErrorCode.CONTRACT_VERSION_UNSUPPORTED,
                    "this server speaks contract " + CURRENT + "; Spendweir-Contract takes x.y.z with the major "
                            + String.join(" or ", SUPPORTED_MAJORS));
        }
    }

    /** The answer of {@code GET /v1}. */
    static JsonObject toJson() {
        return JsonObject.builder()
                .put("contract_version", CURRENT)
                .put(
                        "supported",
                        SUPPORTED_MAJORS.stream().map(major -> major + ".x").toList())
                .build();
    }
}
