package dev.spendweir.benchmarks.store;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/** The messages of one caller. */
final class HttpQuestions {
    private final String head;
    private final Supplier<String> bodies;

    /** @param bodies what is asked, in ASCII */
    HttpQuestions(URI server, String path, String key, Supplier<String> bodies) {
        head = "POST " + path + " HTTP/1.1\r\nHost: " + server.getAuthority() + "\r\nAuthorization: Bearer " + key
                + "\r\nContent-Type: application/json\r\nContent-Length: ";
        this.bodies = bodies;
    }

    byte[] next() {
        String body = bodies.get();
        return (head + body.length() + "\r\n\r\n" + body).getBytes(StandardCharsets.ISO_8859_1);
    }
}
