package dev.spendweir.vectors;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The lines that an engine prints, handed from the thread that reads them to the one that waits for them. */
final class AnswerLines {

    /** A program that prints without end is held up here until somebody looks at what it prints. */
    private static final int QUEUED = 256;

    private static final int READ_BYTES = 1 << 16;

    private final BlockingQueue<Line> queue = new ArrayBlockingQueue<>(QUEUED);

    /** What was read: a line, the fact that one was too long, or the end. */
    private enum Kind {
        LINE,
        TOO_LONG,
        END
    }

    /** A line without its line end. */
    static final class Line {
        private final Kind kind;
        private final byte[] bytes;

        private Line(Kind kind, byte[] bytes) {
            this.kind = kind;
            this.bytes = bytes;
        }

        boolean isEnd() {
            return kind == Kind.END;
        }

        boolean isTooLong() {
            return kind == Kind.TOO_LONG;
        }

        byte[] bytes() {
            return bytes.clone();
        }
    }

    /** The next line; null when none comes in that time. */
    @Nullable
    Line next(Duration timeout) throws InterruptedException {
        return queue.poll(timeout.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Reads until the stream ends, breaks, or brings a line that is too long. */
    void readFrom(InputStream stdout) {
        try {
            read(new BufferedInputStream(stdout, READ_BYTES));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void read(InputStream in) throws InterruptedException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = readByte(in); b >= 0; b = readByte(in)) {
            if (b == '\n') {
                put(line);
            } else if (line.size() == LineProtocol.MAX_LINE_BYTES) {
                queue.put(new Line(Kind.TOO_LONG, new byte[0]));
                return;
            } else {
                line.write(b);
            }
        }
        if (line.size() > 0) {
            put(line);
        }
        queue.put(new Line(Kind.END, new byte[0]));
    }

    private void put(ByteArrayOutputStream line) throws InterruptedException {
        queue.put(new Line(Kind.LINE, line.toByteArray()));
        line.reset();
    }

    /** A stream that breaks has ended: that is how a killed program looks on some systems. */
    private static int readByte(InputStream in) {
        try {
            return in.read();
        } catch (IOException e) {
            return -1;
        }
    }
}
