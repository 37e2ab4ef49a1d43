package io.github.ftplab.internal.server.replay;

import io.github.ftplab.internal.protocol.SecretCommands;
import io.github.ftplab.internal.protocol.Text;
import io.github.ftplab.internal.protocol.recording.RecordedEvent;
import io.github.ftplab.internal.protocol.recording.RecordedEvent.Kind;
import io.github.ftplab.internal.server.control.ControlSession;
import io.github.ftplab.internal.server.control.Replies;
import io.github.ftplab.internal.server.data.StallMonitor;
import io.github.ftplab.internal.server.file.FileFailures;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.ftpserver.ftplet.FtpReply;
import org.apache.ftpserver.impl.FtpIoSession;
import org.jspecify.annotations.Nullable;

/**
 * Replays one recorded session to one client. A command is compared with the next one of the recording; if it is the
 * same, all that followed it until the next command happens again.
 */
final class SessionReplay {

    private static final Set<String> OF_TLS = Set.of("AUTH", "PBSZ", "PROT", "CCC");
    /** The port in the argument of PORT, in two bytes, or of EPRT. */
    private static final Pattern PORT = Pattern.compile(".*,(\\d{1,3}),(\\d{1,3})|.*[^,\\d](\\d{1,5})[^,\\d]");

    private static final Pattern MULTILINE = Pattern.compile("\\d{3}-.*", Pattern.DOTALL);
    private static final int FIRST_UNPRIVILEGED_PORT = 1024;

    private final int number;
    private final List<RecordedEvent> events;
    private final String name;
    private final Departures departures;
    private final ReplayedData data;
    private int next;
    private int lastCode;

    /** @param name the recording's name, for messages */
    SessionReplay(int number, List<RecordedEvent> events, String name, Departures departures, StallMonitor monitor) {
        this.number = number;
        this.events = KeepAlives.removed(events);
        this.name = name;
        this.departures = departures;
        data = new ReplayedData(monitor);
    }

    /** {@return the recorded greeting} */
    synchronized FtpReply greeting() {
        skip(Kind.CONNECT);
        var text = new StringBuilder();
        while (kind() == Kind.REPLY) {
            text.append(events.get(next++).text()).append("\r\n");
        }
        return text.isEmpty() ? Replies.of(220, "Ready.") : Replies.verbatim(220, text.toString());
    }

    private @Nullable Kind kind() {
        return next < events.size() ? events.get(next).kind() : null;
    }

    private void skip(Kind skipped) {
        if (kind() == skipped) {
            next++;
        }
    }

    /** Answers a command. */
    synchronized void answer(FtpIoSession session, ControlSession control, String line) {
        if (!isVerb(line, "NOOP")) {
            skipNoops();
        }
        var expected = next < events.size() ? events.get(next) : null;
        if (expected == null || !isSame(expected, line)) {
            refuse(session, line, expected);
            return;
        }
        next++;
        if (isCut()) {
            departs(shown(line) + " (line " + expected.line()
                    + ") can't be replayed, as the recording has a part of its data only");
            session.write(Replies.of(451, "The recording has only a part of the data that was transferred here."));
            toNextCommand();
            control.data().close();
            return;
        }
        try {
            if (isVerb(line, "PORT") || isVerb(line, "EPRT")) {
                connect(control, line);
            }
            play(session, control);
        } catch (IOException e) {
            departs(shown(line) + " (line " + expected.line() + "): the data connection failed: "
                    + FileFailures.reason(e));
            control.data().close();
            data.forget();
            session.write(Replies.of(425, "The data connection failed: " + FileFailures.reason(e) + "."));
            toNextCommand();
        }
    }

    /** NOOP depends on time, so that it may come or not. */
    private void skipNoops() {
        while (kind() == Kind.COMMAND && events.get(next).verb().equals("NOOP")) {
            next++;
            toNextCommand();
        }
    }

    private static boolean isVerb(String line, String verb) {
        return line.regionMatches(true, 0, verb, 0, verb.length())
                && (line.length() == verb.length() || line.charAt(verb.length()) == ' ');
    }

    private static boolean isSame(RecordedEvent expected, String line) {
        var verb = expected.verb();
        if (!isVerb(line, verb)) {
            return false;
        }
        return SecretCommands.isSecret(expected.text() + " ")
                || verb.equals("PORT")
                || verb.equals("EPRT")
                || expected.text().substring(verb.length()).equals(line.substring(verb.length()));
    }

    private void refuse(FtpIoSession session, String line, @Nullable RecordedEvent expected) {
        if (isVerb(line, "NOOP")) {
            session.write(Replies.of(200, "OK."));
            return;
        }
        var verb = line.split(" ", 2)[0].toUpperCase(Locale.ROOT);
        var what = expected == null || expected.kind() == Kind.CLOSE
                ? "the end of " + name
                : String.format(Locale.ROOT, "%s (line %d of %s)", expected.text(), expected.line(), name);
        departs(shown(line) + " came instead of " + what);
        if (verb.equals("QUIT")) {
            session.write(Replies.of(221, "Goodbye."));
            session.closeOnFlush();
        } else if (OF_TLS.contains(verb)) {
            session.write(Replies.of(502, "Recordings have no TLS: connect without it."));
        } else {
            session.write(Replies.of(503, "Not as recorded: expected " + what + "."));
        }
    }

    private void departs(String what) {
        departures.add("session " + number + ": " + what);
    }

    private static String shown(String line) {
        return Text.oneLine(SecretCommands.masked(line));
    }

    /** {@return whether data are missing among what follows the command} */
    private boolean isCut() {
        for (int i = next; i < events.size() && events.get(i).kind() != Kind.COMMAND; i++) {
            if (events.get(i).kind() == Kind.CUT) {
                return true;
            }
        }
        return false;
    }

    private void toNextCommand() {
        while (next < events.size() && kind() != Kind.COMMAND) {
            next++;
        }
    }

    /** Opens an active data connection: to the client's own address only, whatever it sends. */
    private static void connect(ControlSession control, String line) throws IOException {
        var port = PORT.matcher(line);
        if (!port.matches()) {
            throw new IOException("no port in " + shown(line));
        }
        int number = port.group(1) == null ? number(port.group(3)) : number(port.group(1)) << 8 | number(port.group(2));
        if (number < FIRST_UNPRIVILEGED_PORT || number > 65_535) {
            throw new IOException("no unprivileged port");
        }
        control.data()
                .connect(
                        control.local().getAddress(),
                        new InetSocketAddress(control.remote().getAddress(), number));
    }

    private static int number(String digits) {
        return (int) Text.number(digits);
    }

    private void play(FtpIoSession session, ControlSession control) throws IOException {
        while (next < events.size() && kind() != Kind.COMMAND) {
            var event = events.get(next++);
            switch (event.kind()) {
                case REPLY -> reply(session, control, event.text());
                case SENT -> data.send(control.data(), event.data());
                case RECEIVED -> {
                    if (!data.isReceived(control.data(), event.data())) {
                        departs("the client sent other data than in line " + event.line() + " of " + name);
                    }
                }
                case END -> {
                    if (data.finish(control.data(), lastCode) > 0) {
                        departs("the client sent more data than until line " + event.line() + " of " + name);
                    }
                }
                case CLOSE -> {
                    // After any other reply it was the client that closed it.
                    if (lastCode == 221 || lastCode == 421) {
                        session.closeOnFlush();
                    }
                }
                default -> {
                    // It has no effect here.
                }
            }
        }
    }

    /** Sends a whole reply, whose further lines are the next events. */
    private void reply(FtpIoSession session, ControlSession control, String first) throws IOException {
        var code = first.length() < 3 ? "" : first.substring(0, 3);
        lastCode = code.length() == 3 ? (int) Text.number(code) : -1;
        var text = new StringBuilder(withPort(control, first)).append("\r\n");
        if (MULTILINE.matcher(first).matches()) {
            boolean last = false;
            while (!last && kind() == Kind.REPLY) {
                var line = events.get(next++).text();
                text.append(line).append("\r\n");
                last = line.startsWith(code + " ") || line.equals(code);
            }
        }
        if (lastCode == 230) {
            // There is no login here that could end the time for it.
            control.suspendLogin();
        }
        session.write(Replies.verbatim(lastCode, text.toString()));
    }

    private String withPort(ControlSession control, String line) throws IOException {
        if (lastCode == 227 && line.contains("{pasv}")) {
            int port = control.data().listen().getPort();
            var address = control.local().getAddress().getHostAddress().replace('.', ',');
            return line.replace("{pasv}", "(" + address + "," + (port >> 8) + "," + (port & 255) + ")");
        }
        return lastCode == 229 && line.contains("{epsv}")
                ? line.replace("{epsv}", "(|||" + control.data().listen().getPort() + "|)")
                : line;
    }
}
