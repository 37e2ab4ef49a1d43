package io.github.ftplab.testing;

import java.io.IOException;

/** What is done about a connection until it ends, in whichever way. */
interface SocketTask {

    void run() throws IOException;

    /** Does it in a thread that keeps no JVM alive. */
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
