package dev.spendweir.cli.gate;

import dev.spendweir.amount.Amount;
import dev.spendweir.canonical.CanonicalJson;
import dev.spendweir.canonical.JsonBoolean;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonReader;
import dev.spendweir.canonical.JsonSyntaxException;
import dev.spendweir.cli.CliException;
import dev.spendweir.cli.client.ApiCall;
import dev.spendweir.cli.client.PatientCaller;
import dev.spendweir.cli.client.Problem;
import dev.spendweir.cli.client.ServerAnswer;
import dev.spendweir.price.PriceSheet;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Asks a server. Of a plan only its redacted form leaves this machine, compressed. Asks again while the server has no
 * room, cannot be reached or answers a fail-safe; the key of the call stays the same, so nothing is ever asked twice.
 */
public final class RemoteGate implements Gate {

    private static final String PREFLIGHT = "/v1/gate/terraform/preflight";
    private static final String TERRAFORM = "/v1/gate/terraform";
    private static final int BYTE_ORDER_MARK_LENGTH = 3;

    private final PatientCaller caller;
    private final Duration timeout;
    private final SendLevel level;
    private final PriceSheet sheet;

    /**
     * @param timeout for all attempts together
     * @param level how much of a plan is sent
     * @param sheet by whose attributes a minimal plan is cut
     */
    public RemoteGate(PatientCaller caller, Duration timeout, SendLevel level, PriceSheet sheet) {
        this.caller = caller;
        this.timeout = timeout;
        this.level = level;
        this.sheet = sheet;
    }

    @Override
    public GateResult ask(GateSubject subject, ChangeFiles files, PricedChange change) {
        JsonObject head = fields(subject)
                .put("estimated_monthly_delta", Amount.toJson(files.monthlyDelta()))
                .put("estimated_hourly_delta", Amount.toJson(files.hourlyDelta()))
                .put("plan_file_sha256", files.planFileSha256())
                .put("labels", subject.labels())
                .put("currency", subject.currency())
                .put("dry_run", subject.dryRun())
                .build();
        byte @Nullable [] plan = files.plan() == null ? null : level.redact(files.plan(), sheet);
        byte @Nullable [] infracost = files.infracost();
        ApiCall call = ApiCall.gzippedJson("POST", PREFLIGHT, out -> write(out, withoutNulls(head), plan, infracost));
        return result(caller.call(call, timeout, RemoteGate::isFailsafe));
    }

    @Override
    public GateResult settle(GateSubject subject, Optional<String> reservationId, Optional<Amount> actual) {
        JsonObject body = fields(subject)
                .put("reservation_id", reservationId.orElse(null))
                .put("actual_monthly_delta", Amount.toJson(actual.orElse(null)))
                .build();
        ApiCall call = ApiCall.json("POST", TERRAFORM, withoutNulls(body));
        return result(caller.call(call, timeout, any -> false));
    }

    private static JsonObject.Builder fields(GateSubject subject) {
        return JsonObject.builder()
                .put("run_id", subject.runId())
                .put("stage", subject.stage().wireName())
                .put("project_id", subject.projectId())
                .put("environment", subject.environment())
                .put("resource_reference", subject.resourceReference())
                .put("change_id", subject.changeId().orElse(null));
    }

    private static JsonObject withoutNulls(JsonObject object) {
        JsonObject result = object;
        for (String name : object.names()) {
            if (object.getNonNull(name) == null) {
                result = result.without(name);
            }
        }
        return result;
    }

    /** The documents are spliced in as bytes: parsing them once more would hold a large plan a second time. */
    private static void write(OutputStream out, JsonObject head, byte @Nullable [] plan, byte @Nullable [] infracost)
            throws IOException {
        byte[] start = CanonicalJson.bytes(head);
        out.write(start, 0, start.length - 1);
        member(out, "plan", plan, 0);
        member(
                out,
                "infracost",
                infracost,
                infracost != null && hasByteOrderMark(infracost) ? BYTE_ORDER_MARK_LENGTH : 0);
        out.write('}');
    }

    private static void member(OutputStream out, String name, byte @Nullable [] value, int from) throws IOException {
        if (value != null) {
            out.write((",\"" + name + "\":").getBytes(StandardCharsets.US_ASCII));
            out.write(value, from, value.length - from);
        }
    }

    private static boolean hasByteOrderMark(byte[] bytes) {
        return bytes.length >= BYTE_ORDER_MARK_LENGTH
                && bytes[0] == (byte) 0xef
                && bytes[1] == (byte) 0xbb
                && bytes[2] == (byte) 0xbf;
    }

    private static GateResult result(ServerAnswer answer) {
        if (!answer.isSuccess()) {
            throw problem(answer);
        }
        boolean replayed =
                answer.header("Idempotency-Replayed").filter("true"::equals).isPresent();
        return GateResult.of(
                answer.body(),
                replayed,
                answer.header("Spendweir-Reservation-Status"),
                answer.header("Spendweir-Approval-Status"));
    }

    private static CliException problem(ServerAnswer answer) {
        Problem problem = Problem.of(answer);
        if (problem.code().equals("CURRENCY_MISMATCH")) {
            return new CliException(
                    "the server refused: " + problem.code() + ": " + problem.detail(),
                    "say which currency the policy has: --currency EUR, for example");
        }
        return problem.toException();
    }

    private static boolean isFailsafe(ServerAnswer answer) {
        if (!answer.isSuccess()) {
            return false;
        }
        try {
            return JsonReader.read(answer.body()) instanceof JsonObject json
                    && json.get("retryable") == JsonBoolean.TRUE;
        } catch (JsonSyntaxException e) {
            return false;
        }
    }
}
