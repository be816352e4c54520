package dev.spendweir.server.http;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/**
 * Takes in what a client is still sending when its call is already refused, and forgets it. Without that the connection
 * is reset under the client's hands, and most clients then report the reset instead of the answer.
 */
final class UnreadBody {

    /** A caller whom we know may finish its largest body; reading it costs time but no memory. */
    private static final long MOST_OF_KNOWN_CALLERS = 64L << 20;

    /** Of strangers only what fits into the buffers on the way anyhow. */
    private static final long MOST_OF_STRANGERS = 256 * 1024;

    /** Nobody holds a thread by sending slowly. */
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private static final int BUFFER_BYTES = 16 * 1024;

    private UnreadBody() {}

    /** Reads on, within bounds, unless the client waits to be told to send at all. */
    static void drain(HttpServletRequest request, boolean knownCaller) {
        if (request.getHeader("Expect") != null) {
            return;
        }
        long left = knownCaller ? MOST_OF_KNOWN_CALLERS : MOST_OF_STRANGERS;
        long end = System.nanoTime() + LONGEST.toNanos();
        byte[] buffer = new byte[BUFFER_BYTES];
        try {
            InputStream in = request.getInputStream();
            while (left > 0 && System.nanoTime() - end < 0) {
                int got = in.read(buffer);
                if (got < 0) {
                    return;
                }
                left -= got;
            }
        } catch (IOException | IllegalStateException e) {
            // The client is gone, or the body cannot be read any more: then there is nobody to be kind to.
            return;
        }
    }
}
