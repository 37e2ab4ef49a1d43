package io.github.ftplab.client;

import io.github.ftplab.RemoteFile;
import io.github.ftplab.Reply;
import java.io.IOException;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Asks for listings, and makes sure that an empty one is not a missing folder. */
public final class Lists {

    private final Session session;
    private final Charset encoding;

    /**
     * Listings of one session.
     *
     * @param session where they are asked for
     * @param encoding how names are written in them
     */
    public Lists(Session session, Charset encoding) {
        this.session = session;
        this.encoding = encoding;
    }

    /**
     * A listing as the server wrote it, and how to read it.
     *
     * @param lines one for each entry, without line ends
     * @param format reads them
     */
    public record Found(List<String> lines, ListFormat format) {}

    /**
     * Asks for a listing by LIST.
     *
     * @param path a folder or file on the server, or empty for the current folder
     * @return what it answered
     */
    public Found list(Optional<String> path) {
        return session.ask(attempt(path), wire -> {
            var lines = lines(wire, "LIST", path);
            Optional<ListFormat> format = ListLines.of(lines).map(found -> found);
            if (format.isPresent() || lines.isEmpty()) {
                return new Found(lines, format.orElse(ListLines.UNIX));
            }
            var system = wire.exchange(Command.of("SYST"));
            return new Found(lines, ListLines.ofSystem(system.isPositive() ? system.text() : ""));
        });
    }

    /**
     * Asks for a listing by MLSD where the server knows that, else by LIST.
     *
     * @param path a folder on the server, or empty for the current folder
     * @return what it answered
     */
    public Found machineList(Optional<String> path) {
        if (!session.features().has("MLST")) {
            return list(path);
        }
        return session.ask(attempt(path), wire -> {
            session.askForFacts(wire);
            return new Found(lines(wire, "MLSD", path), MachineFormat.INSTANCE);
        });
    }

    /**
     * Asks for a listing as {@link #machineList} does, and keeps nothing of it.
     *
     * @param path a folder on the server, or empty for the current folder
     * @param action what to do with each entry, as it comes
     */
    public void forEach(Optional<String> path, Consumer<RemoteFile> action) {
        boolean machine = session.features().has("MLST");
        var folder = path.orElse("");
        session.perform(attempt(path), wire -> {
            if (machine) {
                session.askForFacts(wire);
            }
            var verb = machine ? "MLSD" : "LIST";
            var command = path.map(name -> Command.listing(verb, name)).orElse(Command.of(verb));
            var lines = new LineSink(encoding, machine ? MachineFormat.INSTANCE : null, folder, action);
            wire.transfer(command, data -> data.receive(lines));
            lines.finish();
            if (lines.isEmpty() && path.isPresent()) {
                requireFolder(wire, verb, folder);
            }
            return lines;
        });
    }

    /**
     * Asks for names by NLST.
     *
     * @param path a folder on the server, or empty for the current folder
     * @return what it answered
     */
    public List<String> names(Optional<String> path) {
        return session.ask(attempt(path), wire -> {
            try {
                return lines(wire, "NLST", path).stream()
                        .filter(name -> !Paths.isNoName(Paths.last(name)))
                        .toList();
            } catch (RefusedException e) {
                // Some servers refuse NLST where there is nothing to name.
                if (isNothing(e.reply()) && isEmptyByList(wire, path)) {
                    return List.of();
                }
                throw e;
            }
        });
    }

    private static Attempt attempt(Optional<String> path) {
        return path.map(folder -> Attempt.on("list", folder)).orElse(Attempt.to("list the current folder"));
    }

    private static boolean isNothing(Reply reply) {
        return reply.code() == 450 || reply.code() == 550;
    }

    private boolean isEmptyByList(Wire wire, Optional<String> path) throws IOException {
        try {
            return lines(wire, "LIST", path).isEmpty();
        } catch (RefusedException e) {
            return false;
        }
    }

    private List<String> lines(Wire wire, String verb, Optional<String> path) throws IOException {
        var command = path.map(folder -> Command.listing(verb, folder)).orElse(Command.of(verb));
        var lines = split(text(wire, command));
        if (lines.isEmpty() && path.isPresent() && !verb.equals("MLSD")) {
            requireFolder(wire, verb, path.get());
        }
        return lines;
    }

    private String text(Wire wire, Command command) throws IOException {
        try {
            return new String(wire.transfer(command, data -> data.receiveAll(Settings.LONGEST_LISTING)), encoding);
        } catch (RefusedException e) {
            boolean doneWithoutData =
                    e.verb().equals(command.verb()) && e.reply().isPositive();
            if (doneWithoutData) {
                return "";
            }
            throw e;
        }
    }

    private static List<String> split(String text) {
        return text.lines().filter(line -> !line.isEmpty()).toList();
    }

    /** Some servers list a missing folder as if it were empty. */
    private void requireFolder(Wire wire, String verb, String path) throws IOException {
        if (session.features().has("MLST")) {
            var reply = wire.exchange(Command.onPath("MLST", path));
            if (reply.isPositive()) {
                return;
            }
            if (isNothing(reply)) {
                throw new RefusedException(verb, reply);
            }
        }
        var here = Paths.quoted(wire.expect(Command.of("PWD")));
        wire.expect(Command.onPath("CWD", path));
        wire.expect(Command.onPath("CWD", here));
    }
}
