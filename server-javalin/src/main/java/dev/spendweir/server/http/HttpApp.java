package dev.spendweir.server.http;

import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.server.config.HttpSettings;
import dev.spendweir.server.metrics.ServerMetrics;
import dev.spendweir.server.tls.TlsSetup;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Puts routes, errors and the listener together into one Javalin application. */
public final class HttpApp {

    private static final Logger LOG = LoggerFactory.getLogger(HttpApp.class);

    /** Nearly all answers of the gate fit. */
    private static final int ANSWER_BUFFER = 8192;

    private final List<Endpoint> endpoints;
    private final RouteTable table;
    private final CallRunner runner;
    private final ServerMetrics metrics;
    private final HttpThreads threads;

    HttpApp(List<Endpoint> endpoints, CallRunner runner, ServerMetrics metrics, HttpThreads threads) {
        this.threads = threads;
        this.endpoints = List.copyOf(endpoints);
        this.table = new RouteTable(endpoints);
        this.runner = runner;
        this.metrics = metrics;
    }

    /**
     * The application, not started yet.
     *
     * @param tls the listener with TLS; null: none
     */
    Javalin create(HttpSettings settings, @Nullable TlsSetup tls) {
        return Javalin.create(config -> {
            configure(config);
            JettySetup.apply(config, settings, tls, threads);
            addRoutes(config.routes);
            addErrors(config);
        });
    }

    private void configure(JavalinConfig config) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.router.ignoreTrailingSlashes = false;
        config.http.prefer405over404 = true;
        config.http.strictContentTypes = true;
        config.http.defaultContentType = Reply.JSON;
        // Answers are small and are compared byte for byte.
        config.http.compressionStrategy = CompressionStrategy.NONE;
        // Made anew for each answer, 32 KB where nothing is said: a third of what a call of the gate allocated.
        config.http.responseBufferSize = ANSWER_BUFFER;
        config.requestLogger.http((context, millis) -> finish(context));
    }

    private void addRoutes(RoutesConfig routes) {
        routes.before(CallRecord::begin);
        for (Endpoint endpoint : endpoints) {
            io.javalin.http.Handler handler = context -> runner.run(endpoint, context);
            routes.addHttpHandler(HandlerType.findOrCreate(endpoint.method().name()), endpoint.path(), handler);
            if (endpoint.method() == Method.GET) {
                // Javalin would answer HEAD with 200 for any id, without asking who calls.
                routes.addHttpHandler(HandlerType.HEAD, endpoint.path(), handler);
            }
        }
    }

    private void addErrors(JavalinConfig config) {
        config.routes.exception(HttpResponseException.class, (failure, context) -> unmatched(failure, context));
        config.routes.exception(Exception.class, (failure, context) -> refuse(failure, context));
        config.router.javaLangErrorHandler((response, error) -> {
            LOG.error("a call ended with an error of the virtual machine", error);
            response.setStatus(ErrorCode.INTERNAL_ERROR.httpStatus());
        });
    }

    private static void refuse(Exception failure, Context context) {
        CallRecord.of(context).resume();
        Problem problem = ProblemMapper.of(failure);
        UnreadBody.drain(context.req(), CallRecord.of(context).isCallerKnown());
        Answers.write(context, problem);
    }

    /** Javalin's own refusals: no such path, no such method. */
    private void unmatched(HttpResponseException failure, Context context) {
        List<String> allowed = table.methodsOf(context.path());
        if (allowed.isEmpty()) {
            Answers.write(context, Problem.of(ErrorCode.NOT_FOUND, "there is no such path here"));
        } else if (failure.getStatus() == ErrorCode.METHOD_NOT_ALLOWED.httpStatus()) {
            String methods = String.join(", ", allowed);
            Answers.write(
                    context,
                    ProblemException.of(ErrorCode.METHOD_NOT_ALLOWED, "this path takes " + methods, "Allow", methods)
                            .problem());
        } else {
            Answers.write(context, ProblemMapper.of(failure));
        }
    }

    private void finish(Context context) {
        CallRecord record = CallRecord.of(context);
        record.resume();
        long nanos = record.elapsedNanos();
        int status = context.statusCode();
        metrics.call(record.route(), status, nanos);
        LOG.atInfo()
                .addKeyValue("route", record.route())
                .addKeyValue("status_code", status)
                .addKeyValue("latency_ms", nanos / 1_000_000)
                .addKeyValue("error_code", record.errorCode())
                .log("call");
        MDC.clear();
    }
}
