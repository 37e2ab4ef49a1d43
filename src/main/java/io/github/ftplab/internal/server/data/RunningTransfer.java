package io.github.ftplab.internal.server.data;

/**
 * A file transfer in progress.
 *
 * @param command the command that asked for it
 * @param path the file's virtual path
 * @param progress the bytes and the time so far
 */
public record RunningTransfer(String command, String path, StallMonitor.Progress progress) {

    public long bytes() {
        return progress.bytes();
    }

    public double seconds() {
        return progress.seconds();
    }
}
