package dev.spendweir.server.http;

/** Answers one route. Refuses by throwing a {@code RejectedException} or {@code ProblemException}. Thread-safe. */
@FunctionalInterface
interface Handler {
    Reply answer(Call call);
}
