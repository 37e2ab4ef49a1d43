package io.github.ftplab.internal.client.listing;

import io.github.ftplab.Listing;
import io.github.ftplab.RemoteFile;
import io.github.ftplab.Reply;
import io.github.ftplab.internal.client.control.CommandRunner;
import io.github.ftplab.internal.client.control.ControlConnection;
import io.github.ftplab.internal.client.control.FtpCommand;
import io.github.ftplab.internal.client.data.ByteCounter;
import io.github.ftplab.internal.client.data.DataExchange;
import io.github.ftplab.internal.client.failure.Operation;
import io.github.ftplab.internal.client.failure.RefusedException;
import io.github.ftplab.internal.client.listing.parser.ListFormat;
import io.github.ftplab.internal.client.settings.ClientSettings;
import io.github.ftplab.internal.protocol.FtpPath;
import java.io.IOException;
import java.nio.charset.Charset;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.apache.commons.net.MalformedServerReplyException;

/** Asks for listings, and makes sure that an empty one is not a missing directory. */
public final class ListingReader {

    private static final Pattern FAILURE = Pattern.compile(
            "truncat|incomplete|partial|fail|error|denied|cannot|can't|can ?not|could ?n[o']t|unable|not all"
                    + "|too (?:many|large|long|big)|\\blimit(?:ed|s)? (?:to|of|reached|exceeded|hit)|\\blimited\\b"
                    + "|only (?:the )?first|\\bfirst \\d+|maximum|exceed|\\bcut\\b|abort|interrupt|time(?:d)? ?out"
                    + "|skipp|omitt|more (?:entries|files|matches)|not (?:shown|listed)",
            Pattern.CASE_INSENSITIVE);

    /** Some servers repeat the path that was listed. */
    private static final Pattern QUOTED = Pattern.compile("\"[^\"]*\"");

    private static final Pattern NO_FAILURE =
            Pattern.compile("\\b(?:no|0|without(?: any)?) (?:errors?|failures?)", Pattern.CASE_INSENSITIVE);

    /** How much of what is not understood is kept of a listing that is not, in characters. */
    private static final int MOST_UNREAD = 64 << 10;

    private final CommandRunner session;
    private final Charset encoding;

    /**
     * Listings of one session.
     *
     * @param session where they are asked for
     * @param encoding how names are written in them
     */
    public ListingReader(CommandRunner session, Charset encoding) {
        this.session = session;
        this.encoding = encoding;
    }

    /**
     * A listing as the server wrote it, and how to read it.
     *
     * @param lines one for each entry, without line ends
     * @param format reads them
     * @param truncated what shows that it is not whole, if something does
     */
    public record Found(List<String> lines, ListFormat format, Optional<String> truncated) {}

    /** The lines of a listing, and what shows that it is not whole. */
    private record Received(List<String> lines, Optional<String> truncated) {}

    /** What was not understood of a listing of any length; the first of it. */
    private static final class Unread implements Consumer<String> {

        private final List<String> lines = new ArrayList<>();
        private int room = MOST_UNREAD;

        @Override
        public void accept(String line) {
            if (room > 0) {
                lines.add(line);
                room -= line.length();
            }
        }
    }

    /** How sure it is to be that a path is taken for what it says. */
    private enum Reading {
        /** As people write it: a file, a directory, or a pattern where the server knows such. */
        FREE,
        /** A directory of exactly that name, as what is found in it is acted on. */
        EXACT
    }

    /** What asks for a listing. */
    private interface Ask<T> {

        T by(FtpCommand command) throws IOException;
    }

    /**
     * Asks for a listing by LIST.
     *
     * @param path a directory or file on the server, or empty for the current directory
     * @return what it answered
     */
    public Found list(Optional<String> path) {
        return list(path, Reading.FREE);
    }

    /** Asks by LIST for what is in a directory of exactly that name, an empty one being the current directory. */
    public Found listExactly(String directory) {
        return list(Optional.of(directory).filter(path -> !path.isEmpty()), Reading.EXACT);
    }

    private Found list(Optional<String> path, Reading reading) {
        return session.ask(operation(path), control -> {
            var received = receive(control, "LIST", path, reading);
            return new Found(received.lines(), format(false), received.truncated());
        });
    }

    private ListFormat format(boolean machine) {
        return new ListFormat(machine, Instant.now(), session.settings().zone().orElseGet(ZoneId::systemDefault));
    }

    /**
     * Asks for a listing by MLSD where the server knows that, else by LIST.
     *
     * @param path a directory on the server, or empty for the current directory
     * @return what it answered
     */
    public Found machineList(Optional<String> path) {
        return machineList(path, Reading.FREE);
    }

    /** Asks for what is in a directory of exactly that name, as {@link #machineList(Optional)} does. */
    Found machineListExactly(String directory) {
        return machineList(Optional.of(directory), Reading.EXACT);
    }

    private Found machineList(Optional<String> path, Reading reading) {
        if (!session.features().has("MLST")) {
            return list(path, reading);
        }
        return session.ask(operation(path), control -> {
            session.askForFacts(control);
            var received = receive(control, "MLSD", path, reading);
            return new Found(received.lines(), format(true), received.truncated());
        });
    }

    /**
     * Asks for a listing as {@link #machineList(Optional)} does, and keeps nothing of it but what was not understood.
     *
     * @param path a directory on the server, or empty for the current directory
     * @param action what to do with each entry, as it comes
     * @return what to say about the listing
     */
    public Listing.Summary forEach(Optional<String> path, Consumer<RemoteFile> action) {
        boolean machine = session.features().has("MLST");
        var directory = path.orElse("");
        return session.perform(operation(path), control -> {
            if (machine) {
                session.askForFacts(control);
            }
            var entries = new AtomicLong();
            var unread = new Unread();
            var parser = format(machine)
                    .parser(
                            directory,
                            file -> {
                                entries.incrementAndGet();
                                action.accept(file);
                            },
                            unread);
            var truncated =
                    receive(control, machine ? "MLSD" : "LIST", path, Reading.FREE, Long.MAX_VALUE, parser::parse);
            parser.end();
            return Listing.Summary.of(entries.get(), unread.lines, truncated);
        });
    }

    /**
     * Asks for names by NLST.
     *
     * @param path a directory on the server, or empty for the current directory
     * @return what it answered
     */
    public List<String> names(Optional<String> path) {
        return session.ask(operation(path), control -> {
            try {
                return receive(control, "NLST", path, Reading.FREE).lines().stream()
                        .filter(name -> !FtpPath.isNoName(FtpPath.last(name)))
                        .toList();
            } catch (RefusedException e) {
                // Some servers refuse NLST where there is nothing to name.
                if (isNothing(e.reply()) && isEmptyByList(control, path)) {
                    return List.of();
                }
                throw e;
            }
        });
    }

    private static Operation operation(Optional<String> path) {
        return path.map(directory -> Operation.on("list", directory))
                .orElse(Operation.to("list the current directory"));
    }

    public static boolean isNothing(Reply reply) {
        return reply.code() == 450 || reply.code() == 550;
    }

    private boolean isEmptyByList(ControlConnection control, Optional<String> path) throws IOException {
        try {
            return receive(control, "LIST", path, Reading.FREE).lines().isEmpty();
        } catch (RefusedException e) {
            return false;
        }
    }

    /** Asks with the path as an argument, or in the directory without one where the argument could be misunderstood. */
    private static <T> T ask(ControlConnection control, String verb, Optional<String> path, Reading reading, Ask<T> ask)
            throws IOException {
        if (path.isEmpty()) {
            return ask.by(FtpCommand.of(verb));
        }
        var directory = path.get();
        var command = FtpCommand.onPath(verb, directory);
        boolean exact = reading == Reading.EXACT && FtpPath.isOdd(directory);
        if (exact) {
            return DirectoryVisit.toExactly(control, directory, () -> ask.by(FtpCommand.of(verb)));
        }
        // MLSD has no options, and its path is one to its end (RFC 3659, section 7.1).
        if (verb.equals("MLSD") || FtpPath.isPlain(directory)) {
            return ask.by(command);
        }
        try {
            return DirectoryVisit.to(control, directory, () -> ask.by(FtpCommand.of(verb)));
        } catch (RefusedException e) {
            boolean noDirectory = e.verb().equals("CWD");
            if (!noDirectory || reading == Reading.EXACT) {
                throw e;
            }
            return ask.by(command);
        }
    }

    private Received receive(ControlConnection control, String verb, Optional<String> path, Reading reading)
            throws IOException {
        var lines = new ArrayList<String>();
        var truncated = receive(control, verb, path, reading, ClientSettings.LONGEST_LISTING, lines::add);
        return new Received(lines, truncated);
    }

    /** Asks for a listing, and passes on each line as it comes; {@return what shows that it is not whole} */
    private Optional<String> receive(
            ControlConnection control,
            String verb,
            Optional<String> path,
            Reading reading,
            long most,
            Consumer<String> lines)
            throws IOException {
        return ask(control, verb, path, reading, command -> {
            var sink = new ListingSink(encoding, most, lines);
            var closing = receive(control, command, sink);
            boolean cut = sink.finish();
            if (sink.isEmpty() && command.argument().isPresent() && !verb.equals("MLSD")) {
                requireDirectory(control, verb, path.orElseThrow());
            }
            return truncated(closing, cut);
        });
    }

    private Reply receive(ControlConnection control, FtpCommand command, ListingSink sink) throws IOException {
        try {
            return transfer(control, command, data -> data.receive(sink));
        } catch (RefusedException e) {
            boolean doneWithoutData =
                    e.verb().equals(command.verb()) && e.reply().isPositive();
            if (!doneWithoutData) {
                throw e;
            }
            return e.reply();
        }
    }

    /** {@return the final reply} A listing is whole only if that says so. */
    private Reply transfer(ControlConnection control, FtpCommand command, DataExchange.Move<?> move)
            throws IOException {
        var exchange = new DataExchange(control, command, 0, ByteCounter.NONE);
        exchange.run(move);
        var closing = exchange.closing();
        if (closing.code() < 200) {
            throw new MalformedServerReplyException("it ended the listing with \"" + closing + "\"");
        }
        if (!closing.isPositive()) {
            throw new RefusedException(command.verb(), closing);
        }
        return closing;
    }

    private static Optional<String> truncated(Reply closing, boolean cut) {
        if (saysTruncated(closing)) {
            return Optional.of(closing.toString());
        }
        return cut ? Optional.of("it ends in the middle of a line") : Optional.empty();
    }

    /**
     * {@return whether a final reply of success says that not all was listed all the same} Pure-FTPd: {@code 226 Output
     * truncated to 10000 matches}, {@code 226-Sorry, we were unable to read [d]}; vsftpd: {@code 226 Transfer done (but
     * failed to open directory).} What other servers say is not known, so that any word of failure counts.
     */
    static boolean saysTruncated(Reply closing) {
        return closing.lines().stream()
                .map(line -> QUOTED.matcher(line).replaceAll(""))
                .map(line -> NO_FAILURE.matcher(line).replaceAll(""))
                .anyMatch(line -> FAILURE.matcher(line).find());
    }

    /** Some servers list a missing directory as if it were empty. */
    private void requireDirectory(ControlConnection control, String verb, String path) throws IOException {
        if (session.features().has("MLST")) {
            var reply = control.exchange(FtpCommand.onPath("MLST", path));
            if (reply.isPositive()) {
                return;
            }
            if (isNothing(reply)) {
                throw new RefusedException(verb, reply);
            }
        }
        DirectoryVisit.to(control, path, () -> path);
    }
}
