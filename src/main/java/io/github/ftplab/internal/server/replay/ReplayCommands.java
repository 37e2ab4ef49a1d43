package io.github.ftplab.internal.server.replay;

import io.github.ftplab.internal.protocol.recording.Recording;
import io.github.ftplab.internal.server.control.ControlSession;
import io.github.ftplab.internal.server.data.StallMonitor;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.ftpserver.command.Command;
import org.apache.ftpserver.command.CommandFactory;
import org.apache.ftpserver.ftplet.FtpReply;

/**
 * Answers each client from a recorded session: the first client from the first one, and so on; after the last from the
 * first again.
 */
public final class ReplayCommands implements CommandFactory {

    private final Recording recording;
    private final Departures departures;
    private final StallMonitor monitor;
    private final AtomicInteger clients = new AtomicInteger();
    private final Map<ControlSession, SessionReplay> replays = new WeakHashMap<>();

    /** @param monitor aborts transfers that stall */
    public ReplayCommands(Recording recording, Departures departures, StallMonitor monitor) {
        this.recording = recording;
        this.departures = departures;
        this.monitor = monitor;
    }

    /** {@return the reply to a new connection} */
    public FtpReply greeting(ControlSession control) {
        int number = clients.getAndIncrement() % recording.sessions().size();
        var replay =
                new SessionReplay(number + 1, recording.sessions().get(number), recording.name(), departures, monitor);
        synchronized (replays) {
            replays.put(control, replay);
        }
        return replay.greeting();
    }

    @Override
    public Command getCommand(String name) {
        return (session, context, request) -> {
            var control = ControlSession.of(session);
            SessionReplay replay;
            synchronized (replays) {
                replay = replays.get(control);
            }
            if (replay == null) {
                throw new IllegalStateException("a command comes after the greeting");
            }
            replay.answer(session, control, request.getRequestLine());
        };
    }
}
