package io.github.ftplab.server;

import io.github.ftplab.ServerEvent;
import io.github.ftplab.ServerEvent.Client;
import io.github.ftplab.ServerLog.Level;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiFunction;

/** Where everything that clients do is told: a line for the log, an event for listeners, a count for the statistics. */
final class Journal {

    private final EventLog log;
    private final Events events;
    private final LongAdder connections = new LongAdder();
    private final LongAdder logins = new LongAdder();
    private final LongAdder failedLogins = new LongAdder();
    private final LongAdder uploads = new LongAdder();
    private final LongAdder downloads = new LongAdder();
    private final LongAdder bytesReceived = new LongAdder();
    private final LongAdder bytesSent = new LongAdder();

    Journal(EventLog log, Events events) {
        this.log = log;
        this.events = events;
    }

    EventLog log() {
        return log;
    }

    void opened(Peer peer) {
        connections.increment();
        log.info(peer + " FTP session opened (connect)");
        publish(peer, ServerEvent.Connect::new);
    }

    void closed(Peer peer) {
        if (peer.account() != null) {
            loggedOut(peer);
        }
        log.info(peer + " FTP session closed (disconnect).");
        publish(peer, ServerEvent.Disconnect::new);
    }

    void loggedIn(Peer peer, String user) {
        logins.increment();
        log.info("%s USER '%s' logged in.".formatted(peer, user));
        publish(peer, ServerEvent.Login::new);
    }

    void loginFailed(Peer peer, String user) {
        failedLogins.increment();
        log.add(Level.WARNING, "%s USER '%s' failed login.".formatted(peer, user));
        publish(peer, (time, client) -> new ServerEvent.LoginFailed(time, client, user));
    }

    void loggedOut(Peer peer) {
        publish(peer, ServerEvent.Logout::new);
    }

    /** Records a change to the files. */
    void changed(Peer peer, BiFunction<Instant, Client, ServerEvent> event) {
        publish(peer, event);
    }

    /** Records a transfer as pyftpdlib does. */
    void transferred(Peer peer, Running transfer, boolean completed) {
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

    private void publish(Peer peer, BiFunction<Instant, Client, ServerEvent> event) {
        events.publish(event.apply(Instant.now(), peer.client()));
    }

    /** {@return the counts so far} */
    Engine.Counts counts() {
        return new Engine.Counts(
                connections.sum(),
                logins.sum(),
                failedLogins.sum(),
                uploads.sum(),
                downloads.sum(),
                bytesReceived.sum(),
                bytesSent.sum());
    }
}
