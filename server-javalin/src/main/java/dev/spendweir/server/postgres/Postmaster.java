package dev.spendweir.server.postgres;

import java.util.Optional;

/**
 * The process of a PostgreSQL that was started.
 *
 * @param process empty when it had ended before anybody looked
 * @param named whether this system tells the command of the process
 */
record Postmaster(Optional<ProcessHandle> process, boolean named) {

    static Postmaster of(long pid) {
        Optional<ProcessHandle> process = ProcessHandle.of(pid);
        return new Postmaster(process, process.map(Postmaster::hasCommand).orElse(false));
    }

    /**
     * Whether it lives. A dead process that nobody has buried (in a container whose first process does not) still counts
     * as alive for the operating system, but has no command any more.
     */
    boolean isAlive() {
        return process.filter(handle -> handle.isAlive() && (!named || hasCommand(handle)))
                .isPresent();
    }

    private static boolean hasCommand(ProcessHandle process) {
        return process.info().command().isPresent();
    }
}
