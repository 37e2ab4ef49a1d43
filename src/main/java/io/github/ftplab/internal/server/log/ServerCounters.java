package io.github.ftplab.internal.server.log;

import java.util.concurrent.atomic.LongAdder;

/** Counters since a server's start. Thread-safe. */
public final class ServerCounters {

    final LongAdder connections = new LongAdder();
    final LongAdder logins = new LongAdder();
    final LongAdder failedLogins = new LongAdder();
    final LongAdder uploads = new LongAdder();
    final LongAdder downloads = new LongAdder();
    final LongAdder bytesReceived = new LongAdder();
    final LongAdder bytesSent = new LongAdder();

    ServerCounters() {}

    public long connections() {
        return connections.sum();
    }

    public long logins() {
        return logins.sum();
    }

    public long failedLogins() {
        return failedLogins.sum();
    }

    /** {@return the number of completed uploads} */
    public long uploads() {
        return uploads.sum();
    }

    /** {@return the number of completed downloads} */
    public long downloads() {
        return downloads.sum();
    }

    public long bytesReceived() {
        return bytesReceived.sum();
    }

    public long bytesSent() {
        return bytesSent.sum();
    }
}
