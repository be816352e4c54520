package dev.spendweir.server.http;

import java.util.concurrent.CompletableFuture;

/**
 * Answers one route without keeping a thread waiting. Refuses by throwing a {@code RejectedException} or {@code
 * ProblemException}, at once or in the future. What it does once it has waited, it does in {@link Call#later}. Thread-safe.
 */
@FunctionalInterface
interface AsyncHandler {
    CompletableFuture<Reply> answer(Call call);

    /** One whose answer is there when it returns. */
    static AsyncHandler of(Handler handler) {
        return call -> CompletableFuture.completedFuture(handler.answer(call));
    }
}
