package dev.spendweir.vectors.engine;

import java.io.IOException;

/** Programs that break the protocol, each in its own way; the argument says which. */
public final class BrokenEngine {
    private BrokenEngine() {}

    public static void main(String[] args) throws IOException {
        System.err.println("broken engine: " + args[0]);
        switch (args[0]) {
            case "dies" -> System.exit(7);
            case "hangs" -> {
                while (System.in.read() >= 0) {
                    // Reads everything and says nothing, also after the end.
                }
                new java.util.concurrent.Semaphore(0).acquireUninterruptibly();
            }
            case "prints garbage" -> System.out.println("hello\u0007");
            case "prints a list" -> System.out.println("[]");
            case "answers nobody" -> System.out.println("{\"id\":\"nobody\",\"result\":{}}");
            case "prints without end" -> {
                byte[] much = new byte[1 << 16];
                java.util.Arrays.fill(much, (byte) 'x');
                while (!System.out.checkError()) {
                    System.out.write(much);
                }
            }
            default -> throw new IllegalArgumentException(args[0]);
        }
    }
}
