package dev.spendweir.vectors.naive;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Speaks the runner protocol of spec 8 on a pair of streams: one request a line, one answer a line. */
public final class LineProtocol {
    static final int MAX_LINE_BYTES = 16 * 1024 * 1024;

    private LineProtocol() {}

    /** The naive engine on standard input and output. */
    public static void main(String[] args) throws IOException {
        serve(System.in, System.out);
    }

    /** Answers every line until the input ends; flushes whenever it would have to wait for more input. */
    static void serve(InputStream in, OutputStream out) throws IOException {
        InputStream source = new BufferedInputStream(in, 1 << 16);
        OutputStream sink = new BufferedOutputStream(out, 1 << 16);
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        // A CR counts only once something else than the line's end follows it.
        long pendingReturns = 0;
        boolean tooLong = false;
        for (int b = source.read(); b >= 0; b = source.read()) {
            if (b == '\n') {
                finish(line, tooLong, sink);
                line.reset();
                pendingReturns = 0;
                tooLong = false;
                if (source.available() == 0) {
                    sink.flush();
                }
            } else if (b == '\r') {
                pendingReturns++;
            } else {
                tooLong |= line.size() + pendingReturns + 1 > MAX_LINE_BYTES;
                for (; !tooLong && pendingReturns > 0; pendingReturns--) {
                    line.write('\r');
                }
                if (!tooLong) {
                    line.write(b);
                }
            }
        }
        finish(line, tooLong, sink);
        sink.flush();
    }

    private static void finish(ByteArrayOutputStream line, boolean tooLong, OutputStream sink) throws IOException {
        String answer = tooLong ? NaiveEngine.malformed(null) : NaiveEngine.answer(line.toByteArray());
        if (answer != null) {
            sink.write(answer.getBytes(StandardCharsets.UTF_8));
            sink.write('\n');
        }
    }
}
