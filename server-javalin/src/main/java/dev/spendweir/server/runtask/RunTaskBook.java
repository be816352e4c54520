package dev.spendweir.server.runtask;

import java.util.Optional;

/** The run tasks that there are. Thread-safe. */
public interface RunTaskBook {

    /**
     * Whose run task a path is.
     *
     * @param hmacKey what its calls are signed with
     */
    @SuppressWarnings("ArrayRecordComponent") // lives for one comparison
    record Found(String tenantId, String runTaskId, byte[] hmacKey) {
        @Override
        public String toString() {
            return "Found[" + runTaskId + ", key hidden]";
        }
    }

    /** The run task with this secret path, if there is one. */
    Optional<Found> find(String path);

    /** The run task with this id; empty when there is none any more. */
    Optional<RunTask> get(String tenantId, String runTaskId);
}
