package io.github.ftplab.internal.server.log;

import io.github.ftplab.ServerEvent;
import io.github.ftplab.ServerEvent.Client;
import io.github.ftplab.ServerLog.Level;
import io.github.ftplab.internal.server.capture.PacketCapture;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Records what clients do: in the log, as events for listeners, and in the counters. */
public final class SessionRecorder {

    private final EventLog log;
    private final EventDispatcher events;
    private final @Nullable PacketCapture capture;
    private final ServerCounters counters = new ServerCounters();
    private final ServerTranscript transcripts = new ServerTranscript();

    /** @param capture where the bytes of all connections go, or null if they are not captured */
    public SessionRecorder(EventLog log, EventDispatcher events, @Nullable PacketCapture capture) {
        this.log = log;
        this.events = events;
        this.capture = capture;
    }

    public @Nullable PacketCapture capture() {
        return capture;
    }

    /** Ends the capture, if there is one. */
    public void close() {
        if (capture != null) {
            capture.close();
        }
    }

    public EventLog log() {
        return log;
    }

    /** Begins the transcript of a session, which {@link #endTranscript} ends. */
    public SessionTranscript beginTranscript(long session) {
        return transcripts.begin(session);
    }

    public void endTranscript(SessionTranscript transcript) {
        transcripts.end(transcript);
    }

    /** {@return what was said in all sessions} */
    public ServerTranscript transcripts() {
        return transcripts;
    }

    /** Records a command, as it has arrived. */
    public void received(SessionTranscript transcript, Supplier<Client> client, String line) {
        var shown = SessionTranscript.shown(line);
        long number = transcript.command(shown);
        if (events.isHeard(ServerEvent.Command.class)) {
            events.publish(ServerEvent.Command.of(Instant.now(), client.get(), number, shown));
        }
    }

    /** Records a reply, as it is sent, with the line ends. */
    public void replied(SessionTranscript transcript, Supplier<Client> client, String text) {
        long number = transcript.reply(text);
        if (events.isHeard(ServerEvent.Reply.class)) {
            var shown = text.replace("\r\n", "\n").stripTrailing();
            events.publish(ServerEvent.Reply.of(Instant.now(), client.get(), number, shown));
        }
    }

    /** Records what was done to a session on purpose. */
    public void injected(SessionTranscript transcript, Client client, String text) {
        transcript.injected(text);
        log.info(client + " [injected] " + text);
    }

    public void opened(Client client) {
        counters.connections.increment();
        log.info(client + " FTP session opened (connect)");
        events.publish(ServerEvent.Connect.of(Instant.now(), client));
    }

    public void closed(Client client) {
        if (!client.user().isEmpty()) {
            loggedOut(client);
        }
        log.info(client + " FTP session closed (disconnect).");
        events.publish(ServerEvent.Disconnect.of(Instant.now(), client));
    }

    public void loggedIn(Client client, String user) {
        counters.logins.increment();
        log.info(client + " USER '" + user + "' logged in.");
        events.publish(ServerEvent.Login.of(Instant.now(), client));
    }

    public void loginFailed(Client client, String user) {
        counters.failedLogins.increment();
        log.add(Level.WARNING, client + " USER '" + EventLog.name(user) + "' failed login.");
        events.publish(ServerEvent.LoginFailed.of(Instant.now(), client, user));
    }

    public void loggedOut(Client client) {
        events.publish(ServerEvent.Logout.of(Instant.now(), client));
    }

    /** Records a change to the files. */
    public void changed(Client client, BiFunction<Instant, Client, ServerEvent> event) {
        events.publish(event.apply(Instant.now(), client));
    }

    /** Records the end of a transfer; the log line is pyftpdlib's. */
    public void transferred(Client client, String command, String path, long bytes, double seconds, boolean completed) {
        // Concatenated, as String.format takes longer than transferring a small file.
        log.info(client + " " + command + " " + EventLog.name(path) + " completed=" + (completed ? 1 : 0) + " bytes="
                + bytes + " seconds=" + BigDecimal.valueOf(Math.round(seconds * 1000), 3));
        FlightEvents.transferred(client, command, path, bytes, seconds, completed);
        var time = Instant.now();
        if (command.equals("RETR")) {
            counters.bytesSent.add(bytes);
            counters.downloads.add(completed ? 1 : 0);
            events.publish(
                    completed
                            ? ServerEvent.Download.of(time, client, path, bytes)
                            : ServerEvent.IncompleteDownload.of(time, client, path, bytes));
        } else {
            counters.bytesReceived.add(bytes);
            counters.uploads.add(completed ? 1 : 0);
            events.publish(
                    completed
                            ? ServerEvent.Upload.of(time, client, path, bytes)
                            : ServerEvent.IncompleteUpload.of(time, client, path, bytes));
        }
    }

    public ServerCounters counters() {
        return counters;
    }
}
