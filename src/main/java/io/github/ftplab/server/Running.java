package io.github.ftplab.server;

/**
 * A transfer of a file that is under way.
 *
 * @param command the command that asked for it
 * @param path the file's virtual path
 * @param progress how far it has come
 */
record Running(String command, String path, Watchdog.Progress progress) {

    long bytes() {
        return progress.bytes();
    }

    double seconds() {
        return progress.seconds();
    }
}
