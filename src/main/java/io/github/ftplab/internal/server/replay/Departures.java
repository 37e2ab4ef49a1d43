package io.github.ftplab.internal.server.replay;

import io.github.ftplab.ServerLog.Level;
import io.github.ftplab.internal.server.log.EventLog;
import java.util.ArrayList;
import java.util.List;

/** Where clients did something else than in the recording. Thread-safe. */
public final class Departures {

    /** The most that are kept; a client that departs once often does so ever after. */
    private static final int MOST = 1000;

    private final List<String> found = new ArrayList<>();
    private final EventLog log;

    public Departures(EventLog log) {
        this.log = log;
    }

    void add(String departure) {
        synchronized (found) {
            if (found.size() < MOST) {
                found.add(departure);
            }
        }
        log.add(Level.WARNING, "not as recorded: " + departure);
    }

    /** {@return them, in the order in which they happened} */
    public List<String> all() {
        synchronized (found) {
            return List.copyOf(found);
        }
    }
}
