package dev.spendweir.cli.approval;

import dev.spendweir.canonical.JsonArray;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.canonical.JsonValue;
import dev.spendweir.cli.CliException;
import dev.spendweir.cli.client.ApiCall;
import dev.spendweir.cli.client.PatientCaller;
import dev.spendweir.cli.client.Problem;
import dev.spendweir.cli.client.ServerAnswer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The routes of approvals (spec 11). */
public final class ApprovalClient {

    private static final String APPROVALS = "/v1/approvals";
    private static final int NOT_FOUND = 404;

    /** The largest page a server gives (spec 4.2); of what is past, older approvals are of no interest to a pipeline. */
    private static final int PAGE = 500;

    /** Ids go into paths as they are; what has another form is no id. */
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9-]{1,64}");

    private final PatientCaller caller;
    private final Duration timeout;

    /** @param timeout for each call */
    public ApprovalClient(PatientCaller caller, Duration timeout) {
        this.caller = caller;
        this.timeout = timeout;
    }

    /** Waits until people have decided, at most that long; the approval as it stands then. */
    public ApprovalItem await(String approvalId, Duration patience) {
        ServerAnswer answer =
                caller.call(ApiCall.of("GET", APPROVALS + "/" + approvalId), patience, ApprovalClient::isPending);
        if (!answer.isSuccess()) {
            throw Problem.of(answer).toException();
        }
        return new ApprovalItem(answer.json());
    }

    private static boolean isPending(ServerAnswer answer) {
        return answer.isSuccess() && new ApprovalItem(answer.json()).status().equals("pending");
    }

    /** An approval; empty when there is none of that id, or not for this caller. */
    public Optional<ApprovalItem> find(String approvalId) {
        if (!ID.matcher(approvalId).matches()) {
            return Optional.empty();
        }
        ServerAnswer answer = caller.call(ApiCall.of("GET", APPROVALS + "/" + approvalId), timeout, any -> false);
        if (answer.status() == NOT_FOUND) {
            return Optional.empty();
        }
        if (!answer.isSuccess()) {
            throw Problem.of(answer).toException();
        }
        return Optional.of(new ApprovalItem(answer.json()));
    }

    /** The newest approvals in that status which the caller asked for, newest first. */
    List<ApprovalItem> mine(String status) {
        String path = APPROVALS + "?mine=true&status=" + status + "&limit=" + PAGE;
        List<ApprovalItem> items = new ArrayList<>();
        if (caller.success(ApiCall.of("GET", path), timeout).json().get("items") instanceof JsonArray array) {
            for (JsonValue value : array.elements()) {
                if (value instanceof JsonObject item) {
                    items.add(new ApprovalItem(item));
                }
            }
        }
        return items;
    }

    /**
     * A token for an approved request.
     *
     * @throws CliException when the server refuses
     */
    public String mint(String approvalId) {
        JsonObject minted = post(APPROVALS + "/" + approvalId + "/token", JsonObject.EMPTY);
        if (minted.get("token") instanceof JsonString token) {
            return token.value();
        }
        throw new CliException("the answer has no token", "is the address that of a Spendweir server of this version?");
    }

    /**
     * Uses a token.
     *
     * @return the answer (spec 11)
     * @throws CliException when the server refuses
     */
    JsonObject consume(JsonObject body) {
        return post(APPROVALS + "/consume", body);
    }

    private JsonObject post(String path, JsonObject body) {
        ServerAnswer answer = caller.call(ApiCall.json("POST", path, body), timeout, any -> false);
        if (answer.isSuccess()) {
            return answer.json();
        }
        throw ApprovalRefusal.of(Problem.of(answer));
    }
}
