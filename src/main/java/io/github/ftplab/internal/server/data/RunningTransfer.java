package io.github.ftplab.internal.server.data;

/**
 * A transfer of a file that is under way.
 *
 * @param command the command that asked for it
 * @param path the file's virtual path
 * @param progress how far it has come
 */
public record RunningTransfer(String command, String path, StallMonitor.Progress progress) {

    public long bytes() {
        return progress.bytes();
    }

    public double seconds() {
        return progress.seconds();
    }
}
