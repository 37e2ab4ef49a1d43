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
        return upload(file, to, Options.of(options), Before.UNKNOWN);
    }

    /** Does the same with a file of which a listing has told; whether all has arrived a later listing tells. */
    Transfer upload(Path file, String to, Options chosen, Before before) {
        var name = to.endsWith("/") ? to + localName(file) : to;
        var store = Command.onPath("STOR", name);
        var append = Command.onPath("APPE", name);
        try (var source = LocalSource.of(file)) {
            var run = run(name, Optional.of(file));
            var attempt = new Attempt("upload " + file + " as " + name, name);
            var first = source.state();
            run.meter.total(OptionalLong.of(first.size()));
            return run.meter.over(() -> session.persist(tries -> session.perform(attempt, wire -> {
                if (tries == 0) {
                    long have = existing(wire, name, chosen, before, first.size());
                    return send(wire, run, source, have, have > 0 ? append : store, chosen, before);
                }
                // A transfer that breaks closes its file.
                try (var again = LocalSource.of(file)) {
                    long have = afterBreak(wire, name, run.meter, again.state().equals(first));
                    if (have > 0 && restart(wire, run, store, have, again)) {
                        return run.complete(wire, chosen, before);
                    }
                    // What this call has left there itself is none of what the options are about.
                    have = chosen.resume() ? existing(wire, name, chosen, Before.UNKNOWN, first.size()) : 0;
                    return send(wire, run, again, have, have > 0 ? append : store, chosen, before);
                }
            })));
        }
    }

    private static Transfer send(
            Wire wire, Run run, LocalSource source, long have, Command command, Options chosen, Before before)
            throws IOException {
        if (have < 0) {
            return run.done(Transfer.Outcome.SKIPPED, Transfer.Check.REPLY);
        }
        source.channel().position(have);
        run.send(wire, command, 0, have, source.channel());
        return run.complete(wire, chosen, before);
    }

    /**
     * {@return how much of a broken upload the server has for certain, or 0} No more can be right than was sent, of a
     * file that is still the same; and only where REST is told to work.
     */
    private long afterBreak(Wire wire, String name, Meter meter, boolean same) throws IOException {
        if (!same || !session.features().has("REST")) {
            return 0;
        }
        long have = Facts.size(wire, name).orElse(0);
        return have <= meter.offset() + meter.bytes() ? have : 0;
    }

    /**
     * Goes on by REST and STOR, not by APPE: the server's end of the broken connection may still be writing, which then
     * writes the same bytes in the same places. {@return whether the server did that}
     */
    private static boolean restart(Wire wire, Run run, Command store, long offset, LocalSource source)
            throws IOException {
        try {
            source.channel().position(offset);
            run.send(wire, store, offset, offset, source.channel());
            return true;
        } catch (RefusedException e) {
            if (e.verb().equals("REST") || e.reply().code() == 451) {
                return false;
            }
            throw e;
        }
    }

    /** {@return how much of the file the server is to keep, or -1 if all of it} */
    private static long existing(Wire wire, String name, Options options, Before before, long whole)
            throws IOException {
        boolean matters = options.has(TransferOption.REFUSE_EXISTING) || options.has(TransferOption.SKIP_EXISTING);
        boolean exists = matters && (before.listed() ? before.file().isPresent() : Facts.exists(wire, name));
        if (exists && options.has(TransferOption.REFUSE_EXISTING)) {
            throw new LocalException(name + " exists already on the server, which was not to be", null);
        }
        if (exists) {
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
                var run = run(to, Optional.of(file));
                run.meter.total(OptionalLong.of(source.channel().size()));
                return run.meter.over(() -> {
                    run.send(wire, append, 0, 0, source.channel());
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
                    return new Run(session, name, Optional.of(file), meter)
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
            var run = run(to, Optional.empty());
            return run.meter.over(() -> {
                run.send(wire, store, 0, 0, source);
                return run.done(Transfer.Outcome.WHOLE, run.requireWhole(wire));
            });
        });
    }

    private Run run(String name, Optional<Path> file) {
        return new Run(session, name, file, session.meter(Transfer.Direction.UPLOAD, name));
    }

    /** One upload. */
    private record Run(Session session, String name, Optional<Path> file, Meter meter) {

        /** Sends what follows a position of the file; to where the command leads, or to an offset by REST. */
        void send(Wire wire, Command command, long offset, long position, ReadableByteChannel source)
                throws IOException {
            wire.transfer(command, offset, meter, data -> {
                meter.begin(position);
                return data.send(source);
            });
        }

        Transfer complete(Wire wire, Options options, Before before) throws IOException {
            var check = before.listed() ? Transfer.Check.REPLY : requireWhole(wire);
            var local = file.orElseThrow();
            if (options.has(TransferOption.VERIFY)) {
                Digests.compare(wire, session.features(), name, local);
                check = Transfer.Check.DIGEST;
            }
            if (options.has(TransferOption.KEEP_TIME)) {
                Facts.setTime(wire, name, Files.getLastModifiedTime(local));
            }
            return done(meter.offset() > 0 ? Transfer.Outcome.RESUMED : Transfer.Outcome.WHOLE, check);
        }

        Transfer.Check requireWhole(Wire wire) throws IOException {
            long sent = meter.offset() + meter.bytes();
            var size = Facts.size(wire, name);
            if (size.isPresent() && size.getAsLong() != sent) {
                if (file.isPresent() && meter.offset() == 0) {
                    LineEnds.check(file.get(), size.getAsLong());
                }
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
