package dev.spendweir.server.http;

import io.javalin.http.Context;

/** Writes replies and problems. */
final class Answers {

    private Answers() {}

    static void write(Context context, Reply reply) {
        context.status(reply.status());
        // No page may be made of an answer, nor an answer be kept for somebody else.
        context.header("X-Content-Type-Options", "nosniff");
        context.header("Cache-Control", "no-store");
        reply.headers().forEach(context::header);
        if (reply.status() == 204) {
            return;
        }
        context.contentType(reply.mediaType());
        context.result(reply.body());
    }

    static void write(Context context, Problem problem) {
        CallRecord record = CallRecord.of(context);
        record.errorCode(problem.code().wireName());
        byte[] body = problem.toBytes(record.ids(), context.path());
        write(context, new Reply(problem.code().httpStatus(), Problem.MEDIA_TYPE, body, problem.headers()));
    }
}
