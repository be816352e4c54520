package dev.spendweir.benchmarks.store;

/**
 * What one measured stretch gave.
 *
 * @param perSecond answers (transactions of pgbench) a second; of the gate, only real decisions count
 * @param p50Micros half of the answers came within this
 * @param p99Micros 99 of 100 came within this
 * @param turnedAway answers without a decision: fail-safe, or 429 and 503
 * @param cpuMicros CPU time of everybody but PostgreSQL for one answer, the load generator's included
 * @param postgresCpuMicros CPU time of PostgreSQL for one answer
 * @param heapMegabytes the heap in use at the end, before a collection; 0 where it is another process's
 */
record Sample(
        double perSecond,
        long p50Micros,
        long p99Micros,
        long turnedAway,
        long heapMegabytes,
        long cpuMicros,
        long postgresCpuMicros) {

    /** The same with what it cost. */
    Sample withCpu(long cpu, long postgresCpu) {
        return new Sample(perSecond, p50Micros, p99Micros, turnedAway, heapMegabytes, cpu, postgresCpu);
    }
}
