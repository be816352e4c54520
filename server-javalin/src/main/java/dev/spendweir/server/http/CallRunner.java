package dev.spendweir.server.http;

import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.RejectedException;
import dev.spendweir.server.auth.Authenticator;
import dev.spendweir.server.auth.Identity;
import dev.spendweir.server.limits.BodyBudget;
import dev.spendweir.server.tls.ClientCertificates;
import io.javalin.http.Context;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Takes a call through what all routes share: contract version, credential, role, query parameters, handler, answer. The
 * order is part of the contract: nothing about a tenant's things is said before the caller is known. Thread-safe.
 */
final class CallRunner {

    /** Where Jetty puts what a client showed at the handshake (Servlet 6, 3.10). */
    private static final String CERTIFICATES = "jakarta.servlet.request.X509Certificate";

    private final Authenticator authenticator;
    private final @Nullable ClientCertificates certificates;
    private final BodyBudget budget;
    private final Executor threads;

    /**
     * With what calls are judged and served.
     *
     * @param certificates judges client certificates; null: nobody's are taken
     * @param threads go on with calls that have waited
     */
    CallRunner(
            Authenticator authenticator,
            @Nullable ClientCertificates certificates,
            BodyBudget budget,
            Executor threads) {
        this.threads = threads;
        this.authenticator = authenticator;
        this.certificates = certificates;
        this.budget = budget;
    }

    /** Answers the call, or throws what {@link ProblemMapper} understands. */
    void run(Endpoint endpoint, Context context) {
        CallRecord record = CallRecord.of(context);
        record.route(endpoint.name());
        Optional.ofNullable(context.header("Spendweir-Contract")).ifPresent(ContractVersion::check);
        Identity identity = identity(endpoint, context);
        new Parameters(context.queryParamMap()).check(endpoint.parameters());
        BodyBudget.Claim claim = budget.claim();
        CompletableFuture<Reply> answer;
        try {
            answer = endpoint.handler().answer(new Call(context, record.ids(), identity, claim, later()));
        } catch (RuntimeException | Error e) {
            claim.close();
            throw e;
        }
        CompletableFuture<?> unused = answer.whenComplete((reply, failure) -> claim.close());
        if (answer.isDone()) {
            Answers.write(context, given(answer));
        } else {
            await(answer, context);
        }
    }

    /** Goes on in another thread, whose log lines carry what those of this one do. */
    private Executor later() {
        Map<String, String> logContext = MDC.getCopyOfContextMap();
        return task -> threads.execute(() -> {
            MDC.setContextMap(logContext);
            task.run();
        });
    }

    /** Answers once there is something to say; this thread turns to other calls. */
    private static void await(CompletableFuture<Reply> answer, Context context) {
        context.future(() -> answer.handle((reply, failure) -> {
            try {
                Answers.write(context, given(answer));
                return reply;
            } finally {
                // Whoever writes the answer out writes the log line; as a rule that is this thread.
                CallRecord.of(context).leave();
            }
        }));
        MDC.clear();
    }

    /** What came of a call that is over, or what it threw. */
    private static Reply given(CompletableFuture<Reply> answer) {
        try {
            return answer.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : e;
        }
    }

    private @Nullable Identity identity(Endpoint endpoint, Context context) {
        if (endpoint.access() instanceof Access.Public) {
            return null;
        }
        Identity identity =
                credential(context).orElseThrow(() -> unknown("the credential is not valid here, or not any more"));
        CallRecord.of(context).callerKnown();
        MDC.put("tenant_id", identity.tenantId());
        endpoint.access().check(identity);
        if (endpoint.wholeTenant()) {
            identity.checkUnbound();
        }
        return identity;
    }

    /** The header counts; a certificate does when there is none. */
    private Optional<Identity> credential(Context context) {
        String authorization = context.header("Authorization");
        if (authorization != null) {
            return authenticator.authenticate(authorization);
        }
        if (certificates != null
                && context.req().getAttribute(CERTIFICATES) instanceof X509Certificate[] chain
                && chain.length > 0) {
            return certificates.authenticate(List.of(chain));
        }
        throw unknown("the call carries no credential; send Authorization: Bearer with an API key or a token");
    }

    private static RejectedException unknown(String detail) {
        return new RejectedException(ErrorCode.AUTHENTICATION_REQUIRED, detail);
    }
}
