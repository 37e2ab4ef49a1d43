package io.github.ftplab.internal.server.log;

import io.github.ftplab.ServerEvent;
import io.github.ftplab.ServerEvent.Client;
import io.github.ftplab.ServerLog.Level;
import io.github.ftplab.internal.server.ServerEngine;
import io.github.ftplab.internal.server.control.ControlSession;
import io.github.ftplab.internal.server.data.RunningTransfer;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiFunction;

/** Where everything that clients do is told: a line for the log, an event for listeners, a count for the statistics. */
public final class SessionRecorder {

    private final EventLog log;
    private final EventDispatcher events;
    private final LongAdder connections = new LongAdder();
    private final LongAdder logins = new LongAdder();
    private final LongAdder failedLogins = new LongAdder();
    private final LongAdder uploads = new LongAdder();
    private final LongAdder downloads = new LongAdder();
    private final LongAdder bytesReceived = new LongAdder();
    private final LongAdder bytesSent = new LongAdder();

    public SessionRecorder(EventLog log, EventDispatcher events) {
        this.log = log;
        this.events = events;
    }

    public EventLog log() {
        return log;
    }

    public void opened(ControlSession peer) {
        connections.increment();
        log.info(peer + " FTP session opened (connect)");
        publish(peer, ServerEvent.Connect::new);
    }

    public void closed(ControlSession peer) {
        if (peer.account() != null) {
            loggedOut(peer);
        }
        log.info(peer + " FTP session closed (disconnect).");
        publish(peer, ServerEvent.Disconnect::new);
    }

    public void loggedIn(ControlSession peer, String user) {
        logins.increment();
        log.info("%s USER '%s' logged in.".formatted(peer, user));
        publish(peer, ServerEvent.Login::new);
    }

    public void loginFailed(ControlSession peer, String user) {
        failedLogins.increment();
        log.add(Level.WARNING, "%s USER '%s' failed login.".formatted(peer, user));
        publish(peer, (time, client) -> new ServerEvent.LoginFailed(time, client, user));
    }

    public void loggedOut(ControlSession peer) {
        publish(peer, ServerEvent.Logout::new);
    }

    /** Records a change to the files. */
    public void changed(ControlSession peer, BiFunction<Instant, Client, ServerEvent> event) {
        publish(peer, event);
    }

    /** Records a transfer as pyftpdlib does. */
    public void transferred(ControlSession peer, RunningTransfer transfer, boolean completed) {
        long bytes = transfer.bytes();
        var path = transfer.path();
        // Put together by hand, as a format takes longer than a small file.
        log.info(peer + " " + transfer.command() + " " + path + " completed=" + (completed ? 1 : 0) + " bytes=" + bytes
                + " seconds=" + BigDecimal.valueOf(Math.round(transfer.seconds() * 1000), 3));
        if (transfer.command().equals("RETR")) {
            bytesSent.add(bytes);
            downloads.add(completed ? 1 : 0);
            publish(
                    peer,
                    (time, client) -> completed
                            ? new ServerEvent.Download(time, client, path, bytes)
                            : new ServerEvent.IncompleteDownload(time, client, path, bytes));
        } else {
            bytesReceived.add(bytes);
            uploads.add(completed ? 1 : 0);
            publish(
                    peer,
                    (time, client) -> completed
                            ? new ServerEvent.Upload(time, client, path, bytes)
                            : new ServerEvent.IncompleteUpload(time, client, path, bytes));
        }
    }

    private void publish(ControlSession peer, BiFunction<Instant, Client, ServerEvent> event) {
        events.publish(event.apply(Instant.now(), peer.client()));
    }

    /** {@return the counts so far} */
    public ServerEngine.Counts counts() {
        return new ServerEngine.Counts(
                connections.sum(),
                logins.sum(),
                failedLogins.sum(),
                uploads.sum(),
                downloads.sum(),
                bytesReceived.sum(),
                bytesSent.sum());
    }
}
