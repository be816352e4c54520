package dev.spendweir.server.runtask;

import org.jspecify.annotations.Nullable;

/** What is needed for a decision cannot be had. The message holds no secret. */
final class RunTaskFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean mayPass;

    /** @param mayPass whether trying again may help */
    RunTaskFailure(String message, boolean mayPass, @Nullable Throwable cause) {
        super(message, cause);
        this.mayPass = mayPass;
    }

    boolean mayPass() {
        return mayPass;
    }
}
