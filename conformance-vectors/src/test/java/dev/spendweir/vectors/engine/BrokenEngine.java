package dev.spendweir.vectors.engine;

import dev.spendweir.vectors.naive.NaiveEngine;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Semaphore;

/** Programs that break the protocol, or only seem to, each in its own way; the argument says which. */
public final class BrokenEngine {
    private static final PrintStream OUT = new PrintStream(System.out, true, StandardCharsets.UTF_8);

    private BrokenEngine() {}

    public static void main(String[] args) throws IOException {
        System.err.println("broken engine: " + args[0]);
        switch (args[0]) {
            case "dies" -> System.exit(7);
            case "dies midway" -> {
                answer(lines().subList(0, 3));
                System.exit(8);
            }
            case "hangs" -> {
                while (System.in.read() >= 0) {
                    // Reads everything and says nothing, also after the end.
                }
                hang();
            }
            case "hangs midway" -> {
                answer(lines().subList(0, 3));
                hang();
            }
            case "hangs within a line" -> {
                OUT.print("{\"id\":");
                OUT.flush();
                hang();
            }
            case "prints garbage" -> OUT.println("hello\u0007");
            case "prints a list" -> OUT.println("[]");
            case "prints a key twice" -> OUT.println("{\"id\":1,\"id\":1}");
            case "answers nobody" -> OUT.println("{\"id\":\"nobody\",\"result\":{}}");
            case "answers null" -> OUT.println("{\"id\":null,\"error\":{\"code\":\"MALFORMED_REQUEST\"}}");
            case "answers twice" -> {
                List<String> first = lines().subList(0, 1);
                answer(first);
                answer(first);
            }
            case "answers backwards" -> {
                List<String> lines = lines();
                Collections.reverse(lines);
                answer(lines);
            }
            case "floods standard error" -> {
                byte[] much = new byte[1 << 20];
                Arrays.fill(much, (byte) 'e');
                for (int i = 0; i < 8; i++) {
                    System.err.write(much);
                }
                answer(lines());
            }
            case "prints without end" -> {
                byte[] much = new byte[1 << 16];
                Arrays.fill(much, (byte) 'x');
                while (!System.out.checkError()) {
                    System.out.write(much);
                }
            }
            default -> throw new IllegalArgumentException(args[0]);
        }
    }

    private static List<String> lines() {
        return new ArrayList<>(new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))
                .lines()
                .toList());
    }

    private static void answer(List<String> lines) {
        lines.forEach(line -> OUT.println(NaiveEngine.answer(line)));
    }

    private static void hang() {
        new Semaphore(0).acquireUninterruptibly();
    }
}
