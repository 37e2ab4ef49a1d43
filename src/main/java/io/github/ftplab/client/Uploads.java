package io.github.ftplab.client;

import io.github.ftplab.Transfer;
import io.github.ftplab.TransferOption;
import java.io.IOException;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Moves files from here to the server. */
public final class Uploads {

    /** RFC 1123, section 4.1.2.9: {@code 150 FILE: name}; some servers find words of their own. */
    private static final Pattern UNIQUE_NAME = Pattern.compile("(?i)(?:FILE|unique file name): *(.+)");

    private final Session session;

    /**
     * Uploads of one session.
     *
     * @param session where they go over
     */
    public Uploads(Session session) {
        this.session = session;
    }

    /** {@return the name that a local file has without its folder} */
    public static String localName(Path file) {
        return LocalSource.name(file);
    }

    /**
     * Uploads a file.
     *
     * @param file a file on this side
     * @param to its path on the server, or a folder there if it ends in {@code /}
     * @param options how
     * @return what was done
     */
    public Transfer upload(Path file, String to, TransferOption... options) {
        var name = to.endsWith("/") ? to + localName(file) : to;
        var store = Command.onPath("STOR", name);
        var append = Command.onPath("APPE", name);
        var chosen = Options.of(options);
        try (var source = LocalSource.of(file)) {
            return session.perform(new Attempt("upload " + file + " as " + name, name), wire -> {
                var run = run(wire, name, Optional.of(file));
                run.meter.total(OptionalLong.of(source.channel().size()));
                return run.meter.over(() -> {
                    var before = existing(wire, name, chosen, source.channel().size());
                    if (before < 0) {
                        return run.done(Transfer.Outcome.SKIPPED, Transfer.Check.REPLY);
                    }
                    source.channel().position(before);
                    run.send(before > 0 ? append : store, before, source.channel());
                    var check = run.requireWhole();
                    if (chosen.has(TransferOption.VERIFY)) {
                        Digests.compare(wire, session.features(), name, file);
                        check = Transfer.Check.DIGEST;
                    }
                    if (chosen.has(TransferOption.KEEP_TIME)) {
                        Facts.setTime(wire, name, Files.getLastModifiedTime(file));
                    }
                    return run.done(before > 0 ? Transfer.Outcome.RESUMED : Transfer.Outcome.WHOLE, check);
                });
            });
        }
    }

    /** {@return how much of the file the server is to keep, or -1 if all of it} */
    private static long existing(Wire wire, String name, Options options, long whole) throws IOException {
        if (options.has(TransferOption.REFUSE_EXISTING) && Facts.exists(wire, name)) {
            throw new LocalException(name + " exists already on the server, which was not to be", null);
        }
        if (options.has(TransferOption.SKIP_EXISTING) && Facts.exists(wire, name)) {
            return -1;
        }
        long have = options.resume() ? Facts.size(wire, name).orElse(0) : 0;
        return have == whole && have > 0 ? -1 : have > whole ? 0 : have;
    }

    /**
     * Adds a file to the end of another.
     *
     * @param file a file on this side
     * @param to the path on the server of what it is added to; made if it is missing
     * @return what was done
     */
    public Transfer append(Path file, String to) {
        var append = Command.onPath("APPE", to);
        try (var source = LocalSource.of(file)) {
            return session.perform(new Attempt("append " + file + " to " + to, to), wire -> {
                var run = run(wire, to, Optional.of(file));
                run.meter.total(OptionalLong.of(source.channel().size()));
                return run.meter.over(() -> {
                    run.send(append, 0, source.channel());
                    return run.done(Transfer.Outcome.APPENDED, Transfer.Check.REPLY);
                });
            });
        }
    }

    /**
     * Uploads a file under a name that the server chooses.
     *
     * @param file a file on this side
     * @return what was done, with that name
     */
    public Transfer uploadUnique(Path file) {
        try (var source = LocalSource.of(file)) {
            return session.perform(Attempt.to("upload " + file + " under a new name"), wire -> {
                var meter = session.meter(Transfer.Direction.UPLOAD, "");
                meter.total(OptionalLong.of(source.channel().size()));
                return meter.over(() -> {
                    var exchange = new DataExchange(wire, session.settings(), Command.of("STOU"), 0, meter);
                    exchange.run(data -> {
                        meter.begin(0);
                        return data.send(source.channel());
                    });
                    var name = uniqueName(exchange.opening().text())
                            .or(() -> uniqueName(exchange.closing().text()))
                            .orElse("(a name that the server did not tell)");
                    return new Run(wire, name, Optional.of(file), meter)
                            .done(Transfer.Outcome.WHOLE, Transfer.Check.REPLY);
                });
            });
        }
    }

    private static Optional<String> uniqueName(String reply) {
        return Optional.of(UNIQUE_NAME.matcher(reply))
                .filter(Matcher::find)
                .map(found -> found.group(1).strip())
                .map(name -> name.endsWith(".") ? name.substring(0, name.length() - 1) : name);
    }

    /**
     * Uploads all that a channel has.
     *
     * @param source what to upload
     * @param to the path on the server
     * @return what was done
     */
    public Transfer upload(ReadableByteChannel source, String to) {
        var store = Command.onPath("STOR", to);
        return session.perform(Attempt.on("upload to", to), wire -> {
            var run = run(wire, to, Optional.empty());
            return run.meter.over(() -> {
                run.send(store, 0, source);
                return run.done(Transfer.Outcome.WHOLE, run.requireWhole());
            });
        });
    }

    private Run run(Wire wire, String name, Optional<Path> file) {
        return new Run(wire, name, file, session.meter(Transfer.Direction.UPLOAD, name));
    }

    /** One upload. */
    private record Run(Wire wire, String name, Optional<Path> file, Meter meter) {

        void send(Command command, long offset, ReadableByteChannel source) throws IOException {
            wire.transfer(command, 0, meter, data -> {
                meter.begin(offset);
                return data.send(source);
            });
        }

        Transfer.Check requireWhole() throws IOException {
            long sent = meter.offset() + meter.bytes();
            var size = Facts.size(wire, name);
            if (size.isPresent() && size.getAsLong() != sent) {
                throw new DataException(
                        DataException.Stage.SHORT,
                        "the server has " + Text.bytes(size.getAsLong()) + " of " + Text.bytes(sent),
                        new IOException("short"));
            }
            return size.isPresent() ? Transfer.Check.SIZE : Transfer.Check.REPLY;
        }

        Transfer done(Transfer.Outcome outcome, Transfer.Check check) {
            return new Transfer(
                    Transfer.Direction.UPLOAD,
                    name,
                    file,
                    meter.bytes(),
                    meter.offset(),
                    meter.elapsed(),
                    outcome,
                    check,
                    meter.samples());
        }
    }
}
