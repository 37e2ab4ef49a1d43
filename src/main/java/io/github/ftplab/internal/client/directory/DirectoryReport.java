package io.github.ftplab.internal.client.directory;

import io.github.ftplab.DirectoryTransfer;
import io.github.ftplab.FtpException;
import io.github.ftplab.Transfer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Collects the results of a directory transfer. Thread-safe. */
public final class DirectoryReport {

    private final long began = System.nanoTime();
    private final List<Transfer> transfers = new ArrayList<>();
    private final List<DirectoryTransfer.Failure> failures = new ArrayList<>();
    private final List<String> deleted = new ArrayList<>();
    private final List<String> leftOut = new ArrayList<>();

    synchronized void add(Transfer transfer) {
        transfers.add(transfer);
    }

    synchronized void failed(String path, FtpException error) {
        failures.add(DirectoryTransfer.Failure.of(path, error));
    }

    synchronized void deleted(String path) {
        deleted.add(path);
    }

    synchronized void leftOut(String path) {
        leftOut.add(path);
    }

    synchronized boolean hasFailures() {
        return !failures.isEmpty();
    }

    public synchronized DirectoryTransfer result(int sessions, boolean dryRun) {
        return DirectoryTransfer.builder()
                .transfers(transfers)
                .failures(failures)
                .deleted(deleted)
                .leftOut(leftOut)
                .sessions(sessions)
                .duration(Duration.ofNanos(System.nanoTime() - began))
                .dryRun(dryRun)
                .build();
    }
}
