package io.github.ftplab.testing;

import java.io.IOException;

/** A task that serves a connection until it ends, for whatever reason. */
interface SocketTask {

    void run() throws IOException;

    /** Runs it on a daemon thread. */
    static void start(String name, SocketTask task) {
        var thread = new Thread(
                () -> {
                    try {
                        task.run();
                    } catch (IOException e) {
                        // closed
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
    }
}
