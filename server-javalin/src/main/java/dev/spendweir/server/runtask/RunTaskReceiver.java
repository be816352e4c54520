package dev.spendweir.server.runtask;

import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.canonical.JsonValue;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.RejectedException;
import dev.spendweir.server.outgoing.HostRules;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.Function;

/** Takes the calls of HCP Terraform: checks who signed, looks at the URLs, and puts them into the queue. Thread-safe. */
public final class RunTaskReceiver {
    /** What a call carries that only asks whether the address is right (spec 5.1). */
    private static final String TEST_TOKEN = "test-token";

    /** Longer than any token of the service. */
    private static final int LONGEST_TOKEN = 4096;

    private final RunTaskBook book;
    private final RunTaskQueue queue;
    private final HostRules rules;
    private final Clock clock;

    /** @param rules for the URLs that a call names */
    public RunTaskReceiver(RunTaskBook book, RunTaskQueue queue, HostRules rules, Clock clock) {
        this.book = book;
        this.queue = queue;
        this.rules = rules;
        this.clock = clock;
    }

    /** What became of a call. */
    public enum Taken {
        /** It only asked whether the address is right. */
        VERIFIED("verified"),
        /** It will be answered. */
        QUEUED("queued"),
        /** It was here before and is being answered. */
        KNOWN("known");

        private final String wireName;

        Taken(String wireName) {
            this.wireName = wireName;
        }

        /** The word as it travels. */
        public String wireName() {
            return wireName;
        }
    }

    /**
     * Whose path it is.
     *
     * @throws RejectedException {@code NOT_FOUND}
     */
    public RunTaskBook.Found find(String path) {
        return book.find(path)
                .orElseThrow(() -> new RejectedException(ErrorCode.NOT_FOUND, "there is no such thing here"));
    }

    /**
     * Takes a call in.
     *
     * @param signature the header {@code X-TFC-Task-Signature}; empty when there is none
     * @param bytes the body as it came
     * @param parser makes a JSON value of it, once it is known to be signed
     * @throws RejectedException {@code RUN_TASK_SIGNATURE_INVALID}; for a signed body {@code INVALID_FIELD}, {@code
     *     FIELD_REQUIRED}, {@code URL_NOT_ALLOWED}, and whatever the parser throws
     */
    public Taken take(RunTaskBook.Found task, String signature, byte[] bytes, Function<byte[], JsonValue> parser) {
        if (!RunTaskSecrets.isSignedBy(task.hmacKey(), bytes, signature)) {
            throw new RejectedException(
                    ErrorCode.RUN_TASK_SIGNATURE_INVALID,
                    "the header X-TFC-Task-Signature is missing or is not the HMAC-SHA512 of the body under this run"
                            + " task's key");
        }
        JsonValue body = parser.apply(bytes);
        String token = token(body);
        if (token.equals(TEST_TOKEN)) {
            return Taken.VERIFIED;
        }
        RunTaskRequest request = checked(RunTaskRequest.read(body));
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        return queue.offer(task, request, token, now) ? Taken.QUEUED : Taken.KNOWN;
    }

    private RunTaskRequest checked(RunTaskRequest request) {
        rules.check(request.callbackUrl(), "/task_result_callback_url");
        if (request.planUrl() != null) {
            rules.check(request.planUrl(), "/plan_json_api_url");
        }
        return request;
    }

    private static String token(JsonValue body) {
        String token = body instanceof JsonObject object && object.get("access_token") instanceof JsonString text
                ? text.value()
                : "";
        if (token.isEmpty() || token.length() > LONGEST_TOKEN || !token.chars().allMatch(c -> c > 0x20 && c < 0x7f)) {
            throw new RejectedException(
                    ErrorCode.INVALID_FIELD,
                    "/access_token",
                    "a token of 1 to " + LONGEST_TOKEN + " visible ASCII characters is expected");
        }
        return token;
    }
}
