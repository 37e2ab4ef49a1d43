package io.github.ftplab.internal.client.listing;

import io.github.ftplab.Listing;
import io.github.ftplab.RemoteFile;
import io.github.ftplab.Reply;
import io.github.ftplab.internal.client.control.CommandRunner;
import io.github.ftplab.internal.client.control.ControlConnection;
import io.github.ftplab.internal.client.control.FtpCommand;
import io.github.ftplab.internal.client.control.ReplyCodes;
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

/** Asks for listings, and makes sure that an empty one is not a missing directory. */
public final class ListingReader {

    /** How many lines a listing has that is only an error message. */
    private static final int LINES_OF_AN_ERROR = 3;

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
        return session.ask(operation(path), control -> list(control, path, reading));
    }

    /** Asks by LIST over a control connection that is already held. */
    Found list(ControlConnection control, Optional<String> path) throws IOException {
        return list(control, path, Reading.FREE);
    }

    private Found list(ControlConnection control, Optional<String> path, Reading reading) throws IOException {
        var received = receive(control, "LIST", path, reading);
        if (isZoneToBeFound()) {
            ZoneFinder.find(control, received.lines(), path.orElse("")).ifPresent(session.zone()::set);
        }
        var format = format(false);
        if (path.isPresent()
                && received.lines().size() <= LINES_OF_AN_ERROR
                && format.read(received.lines(), path.get()).isEmpty()) {
            // Some servers list a missing directory as what ls says of it.
            requireDirectory(control, "LIST", path.get());
        }
        boolean ofFile = reading == Reading.FREE && path.isPresent() && isOfFile(control, path.get(), received.lines());
        return new Found(received.lines(), ofFile ? format.forFile() : format, received.truncated());
    }

    /** {@return whether a listing is about the path itself, and not about a directory with one entry of that name} */
    private boolean isOfFile(ControlConnection control, String path, List<String> lines) throws IOException {
        if (lines.size() != 1) {
            return false;
        }
        var files = format(false).read(lines, path);
        if (files.size() != 1
                || files.get(0).isDirectory()
                || !files.get(0).name().equals(FtpPath.name(path))) {
            return false;
        }
        try {
            return !DirectoryVisit.to(control, path, () -> true);
        } catch (RefusedException e) {
            return true;
        }
    }

    private boolean isZoneToBeFound() {
        var settings = session.settings();
        return settings.findZone()
                && settings.zone().isEmpty()
                && session.zone().get() == null;
    }

    private ListFormat format(boolean machine) {
        var zone = session.settings()
                .zone()
                .or(() -> Optional.ofNullable(session.zone().get()))
                .orElseGet(ZoneId::systemDefault);
        return new ListFormat(machine, Instant.now(), zone);
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
        return session.ask(operation(path), control -> {
            if (session.features().has("MLSD")) {
                session.askForFacts(control);
                try {
                    var received = receive(control, "MLSD", path, reading);
                    return new Found(received.lines(), format(true), received.truncated());
                } catch (RefusedException e) {
                    requireOtherWay(e);
                }
            }
            return list(control, path, reading);
        });
    }

    /** Goes on if it is only MLSD that the server refuses, although it names MLST in FEAT. */
    private void requireOtherWay(RefusedException e) throws RefusedException {
        if (!e.verb().equals("MLSD") || !ReplyCodes.isUnsupported(e.reply())) {
            throw e;
        }
        if (ReplyCodes.isUnknownCommand(e.reply())) {
            session.lacks("MLSD");
        }
    }

    /**
     * Asks for a listing as {@link #machineList(Optional)} does, and keeps nothing of it but what was not understood.
     *
     * @param path a directory on the server, or empty for the current directory
     * @param action what to do with each entry, as it comes
     * @return what to say about the listing
     */
    public Listing.Summary forEach(Optional<String> path, Consumer<RemoteFile> action) {
        return session.perform(operation(path), control -> {
            if (session.features().has("MLSD")) {
                session.askForFacts(control);
                try {
                    return forEach(control, "MLSD", path, action);
                } catch (RefusedException e) {
                    requireOtherWay(e);
                }
            }
            // Nothing can be asked while a listing comes.
            return isZoneToBeFound()
                    ? forEach(list(control, path), path.orElse(""), action)
                    : forEach(control, "LIST", path, action);
        });
    }

    private static Listing.Summary forEach(Found found, String directory, Consumer<RemoteFile> action) {
        var unread = new Unread();
        var files = found.format().read(found.lines(), directory, unread);
        files.forEach(action);
        return Listing.Summary.of(files.size(), unread.lines, found.truncated());
    }

    private Listing.Summary forEach(
            ControlConnection control, String verb, Optional<String> path, Consumer<RemoteFile> action)
            throws IOException {
        var entries = new AtomicLong();
        var unread = new Unread();
        var parser = format(verb.equals("MLSD"))
                .parser(
                        path.orElse(""),
                        file -> {
                            entries.incrementAndGet();
                            action.accept(file);
                        },
                        unread);
        var lines = new AllButOnlyLine(parser::parse);
        var truncated = receive(control, verb, path, Reading.FREE, Long.MAX_VALUE, lines);
        var only = lines.only();
        boolean ofFile = only.isPresent()
                && path.isPresent()
                && verb.equals("LIST")
                && isOfFile(control, path.get(), List.of(only.get()));
        if (ofFile) {
            format(false).forFile().read(List.of(only.get()), path.get()).forEach(file -> {
                entries.incrementAndGet();
                action.accept(file);
            });
        } else {
            only.ifPresent(parser::parse);
        }
        parser.end();
        if (entries.get() == 0 && !unread.lines.isEmpty() && path.isPresent() && !verb.equals("MLSD")) {
            requireDirectory(control, verb, path.get());
        }
        return Listing.Summary.of(entries.get(), unread.lines, truncated);
    }

    /** Passes on lines, but keeps the first one until there is another. */
    private static final class AllButOnlyLine implements Consumer<String> {

        private final Consumer<String> target;
        private Optional<String> first = Optional.empty();
        private boolean several;

        AllButOnlyLine(Consumer<String> target) {
            this.target = target;
        }

        @Override
        public void accept(String line) {
            if (first.isEmpty() && !several) {
                first = Optional.of(line);
                return;
            }
            several = true;
            first.ifPresent(target);
            first = Optional.empty();
            target.accept(line);
        }

        /** {@return the line that was not passed on, if there was only one} */
        Optional<String> only() {
            return first;
        }
    }

    /** {@return the lines of a listing, over a control connection that is already held} */
    List<String> lines(ControlConnection control, String verb, Optional<String> path) throws IOException {
        return receive(control, verb, path, Reading.FREE).lines();
    }

    static Operation operation(Optional<String> path) {
        return path.map(directory -> Operation.on("list", directory))
                .orElse(Operation.to("list the current directory"));
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
            var truncated = receive(control, command, sink);
            boolean cut = sink.finish();
            if (sink.isEmpty() && command.argument().isPresent() && !verb.equals("MLSD")) {
                requireDirectory(control, verb, path.orElseThrow());
            }
            return truncated.or(() -> cut ? Optional.of("it ends in the middle of a line") : Optional.empty());
        });
    }

    /** {@return what shows that the listing is not whole, apart from its lines} */
    private static Optional<String> receive(ControlConnection control, FtpCommand command, ListingSink sink)
            throws IOException {
        Reply closing;
        var doubt = Optional.<String>empty();
        try {
            var exchange = new DataExchange(control, command, 0, ByteCounter.NONE);
            exchange.run(data -> data.receive(sink));
            closing = exchange.closing();
            doubt = exchange.doubt();
        } catch (RefusedException e) {
            closing = e.reply();
            boolean done = e.verb().equals(command.verb()) && (closing.isPositive() || isEmpty(control, command, e));
            if (!done) {
                throw e;
            }
        }
        if (ListingReplies.saysTruncated(closing)) {
            return Optional.of(closing.toString());
        }
        return doubt;
    }

    /** {@return whether the server refuses to list a directory that is there, as there is nothing in it} */
    private static boolean isEmpty(ControlConnection control, FtpCommand command, RefusedException refused)
            throws IOException {
        boolean saysEmpty = ListingReplies.saysEmpty(refused.reply());
        if (!saysEmpty || command.argument().isEmpty()) {
            return saysEmpty;
        }
        try {
            return DirectoryVisit.to(control, command.argument().get(), () -> true);
        } catch (RefusedException e) {
            return false;
        }
    }

    /** Some servers list a missing directory as if it were empty. */
    private void requireDirectory(ControlConnection control, String verb, String path) throws IOException {
        if (session.features().has("MLST")) {
            var reply = control.exchange(FtpCommand.onPath("MLST", path));
            if (reply.isPositive()) {
                return;
            }
            if (ReplyCodes.isMissing(reply)) {
                throw new RefusedException(verb, reply);
            }
        }
        DirectoryVisit.to(control, path, () -> path);
    }
}
