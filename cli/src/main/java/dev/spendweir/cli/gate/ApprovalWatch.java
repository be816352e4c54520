package dev.spendweir.cli.gate;

import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.cli.CliException;
import dev.spendweir.cli.ExitCode;
import dev.spendweir.cli.client.ApiCall;
import dev.spendweir.cli.client.PatientCaller;
import dev.spendweir.cli.client.Problem;
import dev.spendweir.cli.client.ServerAnswer;
import java.time.Duration;
import java.util.Optional;

/** What a pipeline does with an approval: waits for people, and uses what they agreed to, once (spec 2.2, 5.1). */
public final class ApprovalWatch {
    private static final String APPROVALS = "/v1/approvals/";

    private final PatientCaller caller;
    private final Duration timeout;

    /** @param timeout for each call */
    public ApprovalWatch(PatientCaller caller, Duration timeout) {
        this.caller = caller;
        this.timeout = timeout;
    }

    /**
     * Waits until people have decided.
     *
     * @param patience how long at most
     * @return where the approval stands then, {@code pending} when they have not
     */
    public String await(String approvalId, Duration patience) {
        ServerAnswer answer =
                caller.call(ApiCall.of("GET", APPROVALS + approvalId), patience, ApprovalWatch::isPending);
        if (!answer.isSuccess()) {
            throw Problem.of(answer).toException();
        }
        return text(answer.json(), "status");
    }

    /**
     * Uses the approved approval that an answer of the preflight route names.
     *
     * @param runId a repeat in the same run is a success again
     * @throws CliException with {@link ExitCode#TOKEN_REFUSED} when the server refuses
     */
    public void use(JsonObject preflight, String runId) {
        String approvalId = text(preflight, "approval_id");
        String token = text(post(APPROVALS + approvalId + "/token", JsonObject.EMPTY), "token");
        JsonObject bindings = object(object(preflight, "continuation"), "bindings");
        JsonObject.Builder body = JsonObject.builder()
                .put("token", token)
                .put("fingerprint", text(bindings, "fingerprint"))
                .put("scope_fingerprint", text(bindings, "scope_fingerprint"))
                .put("run_id", runId);
        Optional<String> plan = optional(bindings, "plan_content_sha256");
        plan.ifPresent(digest -> body.put("plan_content_sha256", digest));
        post(APPROVALS + "consume", body.build());
    }

    private static boolean isPending(ServerAnswer answer) {
        return answer.isSuccess() && text(answer.json(), "status").equals("pending");
    }

    private JsonObject post(String path, JsonObject body) {
        ServerAnswer answer = caller.call(ApiCall.json("POST", path, body), timeout, any -> false);
        if (answer.isSuccess()) {
            return answer.json();
        }
        Problem problem = Problem.of(answer);
        if (answer.status() >= 500 || answer.status() == 401) {
            throw problem.toException();
        }
        throw new CliException(
                ExitCode.TOKEN_REFUSED,
                "the approval cannot be used: " + problem.code() + ": " + problem.detail(),
                "run the gate again on the plan that is to be applied");
    }

    private static JsonObject object(JsonObject json, String name) {
        return json.get(name) instanceof JsonObject object ? object : JsonObject.EMPTY;
    }

    private static String text(JsonObject json, String name) {
        return optional(json, name)
                .orElseThrow(() -> new CliException(
                        "the answer has no " + name, "is the address that of a Spendweir server of this version?"));
    }

    private static Optional<String> optional(JsonObject json, String name) {
        return json.get(name) instanceof JsonString text ? Optional.of(text.value()) : Optional.empty();
    }
}
