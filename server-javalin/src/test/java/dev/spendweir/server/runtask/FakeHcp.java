package dev.spendweir.server.runtask;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.spendweir.canonical.JsonArray;
import dev.spendweir.canonical.JsonNull;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonReader;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.canonical.JsonText;
import dev.spendweir.canonical.JsonValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** What HCP Terraform does, as far as a run task sees it: keeps plans, signs calls, takes callbacks. */
public final class FakeHcp implements AutoCloseable {
    /** The token of every call; nothing else may carry it, least of all a log. */
    public static final String TOKEN = "made-up.atlasv1.token-of-a-run-0123456789";

    private static final AtomicInteger NUMBERS = new AtomicInteger();

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, String> plans = new ConcurrentHashMap<>();
    private final Deque<Prepared> planAnswers = new ConcurrentLinkedDeque<>();
    private final Deque<Prepared> callbackAnswers = new ConcurrentLinkedDeque<>();
    private final List<Callback> callbacks = Collections.synchronizedList(new ArrayList<>());
    private final List<Fetch> fetches = Collections.synchronizedList(new ArrayList<>());

    /** A status, and a header when it has one. */
    private record Prepared(int status, String header, String value) {}

    /** A callback that came. */
    public record Callback(String id, String authorization, String mediaType, JsonObject document) {
        public String status() {
            return text(document, "data", "attributes", "status");
        }

        public String message() {
            return text(document, "data", "attributes", "message");
        }

        /** The attributes of its one outcome. */
        public JsonObject outcome() {
            JsonObject data = (JsonObject) at(document, "data", "relationships", "outcomes");
            JsonArray outcomes = (JsonArray) at(data, "data");
            return (JsonObject) at((JsonObject) outcomes.elements().get(0), "attributes");
        }
    }

    /** A plan that was asked for; the header is empty without a token. */
    public record Fetch(String path, String authorization) {}

    public FakeHcp() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/plans/", this::plan);
        server.createContext("/task-results/", this::callback);
        server.start();
    }

    private void plan(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        fetches.add(new Fetch(path, header(exchange, "Authorization")));
        Prepared prepared = planAnswers.poll();
        String plan = plans.get(path.substring("/plans/".length()));
        if (prepared != null) {
            answer(exchange, prepared, new byte[0]);
        } else {
            byte[] body = plan == null ? new byte[0] : plan.getBytes(StandardCharsets.UTF_8);
            answer(exchange, new Prepared(plan == null ? 404 : 200, "", ""), body);
        }
    }

    private void callback(HttpExchange exchange) throws IOException {
        String id = exchange.getRequestURI().getPath().substring("/task-results/".length());
        byte[] body = exchange.getRequestBody().readAllBytes();
        callbacks.add(new Callback(
                exchange.getRequestMethod() + " " + id,
                header(exchange, "Authorization"),
                header(exchange, "Content-Type"),
                (JsonObject) JsonReader.read(body)));
        Prepared prepared = callbackAnswers.poll();
        answer(exchange, prepared == null ? new Prepared(200, "", "") : prepared, new byte[0]);
    }

    private static String header(HttpExchange exchange, String name) {
        String value = exchange.getRequestHeaders().getFirst(name);
        return value == null ? "" : value;
    }

    private static void answer(HttpExchange exchange, Prepared prepared, byte[] body) throws IOException {
        try (exchange) {
            if (!prepared.header().isEmpty()) {
                exchange.getResponseHeaders().add(prepared.header(), prepared.value());
            }
            exchange.sendResponseHeaders(prepared.status(), body.length == 0 ? -1 : body.length);
            if (body.length > 0) {
                exchange.getResponseBody().write(body);
            }
        }
    }

    /** The address of a path. */
    public String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    /** Keeps a plan; where it is. */
    public String keep(String plan) {
        String id = "plan-" + NUMBERS.incrementAndGet();
        plans.put(id, plan);
        return url("/plans/" + id);
    }

    /** The next requests for plans are answered so. */
    public void plansAnswer(int... statuses) {
        for (int status : statuses) {
            planAnswers.add(new Prepared(status, "", ""));
        }
    }

    /** From now on requests for plans are answered as usual. */
    public void forgetPlanAnswers() {
        planAnswers.clear();
    }

    /** The next request for a plan is sent elsewhere. */
    public void planIsAt(String location) {
        planAnswers.add(new Prepared(307, "Location", location));
    }

    /** The next callbacks are answered so. */
    public void callbacksAnswer(int... statuses) {
        for (int status : statuses) {
            callbackAnswers.add(new Prepared(status, "", ""));
        }
    }

    /** The next callback is turned away for so long. */
    public void callbackAnswersRetryAfter(int status, String seconds) {
        callbackAnswers.add(new Prepared(status, "Retry-After", seconds));
    }

    /** Callbacks of one task result, in order. */
    public List<Callback> callbacksOf(String taskResultId) {
        synchronized (callbacks) {
            return callbacks.stream()
                    .filter(callback -> callback.id().endsWith(" " + taskResultId))
                    .toList();
        }
    }

    /** Every request for a plan so far. */
    public List<Fetch> fetches() {
        synchronized (fetches) {
            return List.copyOf(fetches);
        }
    }

    /** A fresh id of a task result or of a run. */
    public static String id(String kind) {
        return kind + "-Test" + NUMBERS.incrementAndGet();
    }

    /** The body of a call, made here of made-up values. */
    public JsonObject call(String stage, String taskResultId, String runId, String planUrl) {
        JsonObject.Builder body = JsonObject.builder()
                .put("payload_version", 1)
                .put("stage", stage)
                .put("access_token", TOKEN)
                .put("configuration_version_id", "cv-Test1")
                .put("configuration_version_download_url", url("/configuration"))
                .put("is_speculative", false)
                .put("organization_name", "acme")
                .put("plan_json_api_url", planUrl)
                .put("run_app_url", url("/app/acme/net/runs/" + runId))
                .put("run_created_at", "2026-03-01T10:00:00.000Z")
                .put("run_created_by", "dev-at-hcp")
                .put("run_id", runId)
                .put("run_message", "a change")
                .put("task_result_callback_url", url("/task-results/" + taskResultId))
                .put("task_result_enforcement_level", "mandatory")
                .put("task_result_id", taskResultId)
                .put("vcs_branch", "main")
                .put("vcs_commit_url", "https://forge.example/acme/net/commit/0a1b2c3d4e5f60718293a4b5c6d7e8f901234567")
                .put("vcs_pull_request_url", JsonNull.NULL)
                .put("vcs_repo_url", "https://forge.example/acme/net")
                .put("workspace_app_url", url("/app/acme/net"))
                .put("workspace_id", "ws-Test1")
                .put("workspace_name", "net")
                .put("workspace_working_directory", "/terraform");
        return body.put(
                        "capabilities",
                        JsonObject.builder().put("outcomes", true).build())
                .build();
    }

    /** The bytes of a body. */
    public static byte[] bytes(JsonObject body) {
        return JsonText.bytes(body);
    }

    /** The header of a body under a key. */
    public static String signature(String key, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA512");
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA512"));
            return HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The value at a path of names. */
    public static JsonValue at(JsonObject object, String... path) {
        Deque<String> names = new ArrayDeque<>(List.of(path));
        JsonValue at = object;
        while (!names.isEmpty()) {
            JsonValue next = ((JsonObject) at).get(names.pop());
            if (next == null) {
                throw new AssertionError(String.join("/", path) + " is not in " + object);
            }
            at = next;
        }
        return at;
    }

    /** The text at a path of names. */
    public static String text(JsonObject object, String... path) {
        return at(object, path) instanceof JsonString text ? text.value() : "";
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
