package dev.spendweir.server.runtask;

import dev.spendweir.canonical.CanonicalJson;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.server.outgoing.OutgoingAnswer;
import dev.spendweir.server.outgoing.OutgoingCall;
import dev.spendweir.server.outgoing.OutgoingClient;
import dev.spendweir.server.outgoing.OutgoingException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;

/**
 * What is said to HCP Terraform and had from it: the plan and the callback. The token of a run goes to no host but those that
 * run tasks may come from, and into no log. Thread-safe.
 */
public final class RunTaskHost {
    /** A plan of 50 MB comes in less. */
    private static final Duration PLAN_TIME = Duration.ofSeconds(60);

    private static final Duration CALLBACK_TIME = Duration.ofSeconds(15);

    /** The answer to a callback says nothing that we need. */
    private static final long CALLBACK_BYTES = 64 * 1024;

    private final OutgoingClient client;
    private final OutgoingClient plans;
    private final long maxPlanBytes;

    /**
     * @param client for the hosts that run tasks come from
     * @param plans for the hosts that they store plans at; their URLs carry their own right and get no token
     */
    public RunTaskHost(OutgoingClient client, OutgoingClient plans, long maxPlanBytes) {
        this.client = client;
        this.plans = plans;
        this.maxPlanBytes = maxPlanBytes;
    }

    /** The rules for the URLs of a call. */
    OutgoingClient client() {
        return client;
    }

    /**
     * The plan as JSON. The service answers with the place where it stores plans; that one redirection is taken as the URL
     * of the plan and judged by its own list, nothing else is followed.
     *
     * @throws RunTaskFailure when there is none
     */
    byte[] plan(String url, String token) {
        try {
            OutgoingAnswer answer = client.send(OutgoingCall.get(url, PLAN_TIME, maxPlanBytes)
                    .with("Authorization", "Bearer " + token)
                    .with("Accept", "application/json"));
            if (isRedirect(answer.status())) {
                answer = plans.send(OutgoingCall.get(location(url, answer), PLAN_TIME, maxPlanBytes));
            }
            return planOf(answer);
        } catch (OutgoingException e) {
            throw new RunTaskFailure("the plan: " + e.getMessage(), e.kind().isTransient(), e);
        }
    }

    private static boolean isRedirect(int status) {
        return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
    }

    private static String location(String url, OutgoingAnswer answer) {
        String location = answer.header("location").orElse("");
        try {
            return URI.create(url).resolve(location).toString();
        } catch (IllegalArgumentException e) {
            throw new RunTaskFailure("the plan's host redirects to what is no URL", false, e);
        }
    }

    /** 204 is said of a plan that is not written as JSON yet. */
    private static byte[] planOf(OutgoingAnswer answer) {
        if (answer.status() == 200) {
            return answer.body();
        }
        boolean mayComeYet = answer.status() == 204 || answer.isTransient();
        throw new RunTaskFailure("the plan's host answered " + answer.status(), mayComeYet, null);
    }

    /**
     * Sends a document to the callback, whatever is answered.
     *
     * @throws OutgoingException when there is no answer
     */
    OutgoingAnswer tell(String url, String token, JsonObject document) {
        return client.send(new OutgoingCall(
                "PATCH",
                url,
                Map.of(
                        "Authorization", "Bearer " + token,
                        "Content-Type", "application/vnd.api+json",
                        "Accept", "application/vnd.api+json"),
                CanonicalJson.bytes(document),
                CALLBACK_TIME,
                CALLBACK_BYTES));
    }
}
