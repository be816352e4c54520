package dev.spendweir.benchmarks.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * CPU time of a process and all its children, ended ones too, from /proc: what a decision costs, even where others use the
 * machine at the same time. Zero on systems without /proc.
 */
final class CpuTime {
    /** USER_HZ; 100 on every Linux that Java runs on. */
    private static final long MICROS_PER_TICK = 10_000;

    /** Fields of /proc/PID/stat, counted behind the name in brackets: utime, stime, and the same of reaped children. */
    private static final int FIRST_FIELD = 11;

    private static final int FIELDS = 4;

    private final long pid;

    CpuTime(long pid) {
        this.pid = pid;
    }

    /** Microseconds so far. */
    long micros() {
        List<Long> pids = new ArrayList<>(List.of(pid));
        ProcessHandle.of(pid)
                .ifPresent(
                        process -> process.descendants().map(ProcessHandle::pid).forEach(pids::add));
        return pids.stream().mapToLong(CpuTime::ticks).sum() * MICROS_PER_TICK;
    }

    private static long ticks(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            long ticks = 0;
            for (int i = FIRST_FIELD; i < FIRST_FIELD + FIELDS; i++) {
                ticks += Long.parseLong(fields[i]);
            }
            return ticks;
        } catch (NoSuchFileException e) {
            return 0; // it ended in the meantime, or there is no /proc
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
