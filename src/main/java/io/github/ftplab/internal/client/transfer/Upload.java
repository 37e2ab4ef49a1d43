package io.github.ftplab.internal.client.transfer;

import io.github.ftplab.FtpException;
import io.github.ftplab.Transfer;
import io.github.ftplab.TransferOption;
import io.github.ftplab.internal.client.control.CommandRunner;
import io.github.ftplab.internal.client.control.ControlConnection;
import io.github.ftplab.internal.client.control.FtpCommand;
import io.github.ftplab.internal.client.control.ReplyCodes;
import io.github.ftplab.internal.client.control.ReplyParser;
import io.github.ftplab.internal.client.data.DataExchange;
import io.github.ftplab.internal.client.data.UploadSource;
import io.github.ftplab.internal.client.failure.DataException;
import io.github.ftplab.internal.client.failure.LocalException;
import io.github.ftplab.internal.client.failure.Operation;
import io.github.ftplab.internal.client.failure.RefusedException;
import io.github.ftplab.internal.client.settings.TransferOptions;
import io.github.ftplab.internal.protocol.Text;
import java.io.IOException;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Uploads files. */
public final class Upload {

    /** The reply to STOU, {@code 150 FILE: name} (RFC 1123, section 4.1.2.9), and another server's wording. */
    private static final Pattern UNIQUE_NAME = Pattern.compile("(?i)(\\()?(?:FILE|unique file name): *(.+)");

    private final TransferRunner session;

    /**
     * Uploads over a session.
     *
     * @param session the session
     */
    public Upload(TransferRunner session) {
        this.session = session;
    }

    /** {@return the last name of a local path} */
    public static String localName(Path file) {
        return LocalSource.name(file);
    }

    /**
     * Uploads a file.
     *
     * @param file a local file
     * @param to its path on the server, or a directory there if it ends with {@code /}
     * @param options the options
     * @return the result
     */
    public Transfer upload(Path file, String to, TransferOption... options) {
        return upload(file, to, TransferOptions.of(options), KnownFile.UNKNOWN);
    }

    /** Uploads a file whose facts are known from a listing; the caller checks its size by a later listing. */
    public Transfer upload(Path file, String to, TransferOptions chosen, KnownFile before) {
        var name = to.endsWith("/") ? to + localName(file) : to;
        var point = new ResumePoint(session, name);
        try (var source = LocalSource.of(file)) {
            var run = run(name, Optional.of(file), chosen, before);
            var operation = new Operation("upload " + file + " as " + name, name);
            var first = source.state();
            CommandRunner.Action<Transfer> send = control -> {
                // A failed transfer closes its file.
                try (var again = source.channel().isOpen() ? source : LocalSource.of(file)) {
                    run.meter.total(OptionalLong.of(again.channel().size()));
                    return point.isBegun()
                            ? sendAgain(
                                    control, run, again, point, again.state().equals(first))
                            : send(control, run, again, point);
                }
            };
            return run.meter.over(() -> session.persist(tries -> perform(operation, send, point)));
        }
    }

    /** Repeats the attempt if the comparison ended the session, which is not a lost connection. */
    private <T> T perform(Operation operation, CommandRunner.Action<T> send, ResumePoint point) {
        try {
            return session.perform(operation, send);
        } catch (FtpException.Connection e) {
            if (!point.hasLostSession()) {
                throw e;
            }
            session.reconnect();
            return session.perform(operation, send);
        }
    }

    private Transfer send(ControlConnection control, Run run, LocalSource source, ResumePoint point)
            throws IOException {
        if (isToStay(control, run)) {
            return run.done(Transfer.Outcome.SKIPPED, Transfer.Check.REPLY);
        }
        long size = source.channel().size();
        long have = 0;
        if (run.options.resume()) {
            have = point.afterEarlierUpload(control, source.channel());
        } else {
            point.lookBefore(control, size);
        }
        if (have > 0 && have == size && !run.options.has(TransferOption.VERIFY)) {
            return run.done(Transfer.Outcome.SKIPPED, Transfer.Check.REPLY);
        }
        point.begin();
        return sendFrom(control, run, source, have, true);
    }

    /** Applies the options to an existing file, but not to a file that this call has created. */
    private Transfer sendAgain(ControlConnection control, Run run, LocalSource source, ResumePoint point, boolean same)
            throws IOException {
        long have = point.afterBreak(control, source.channel(), same, run.meter.position());
        // The server may still be writing data of the lost connection: APPE would append to them, but after REST the
        // same bytes are written at the same offsets.
        return sendFrom(control, run, source, have, false);
    }

    private Transfer sendFrom(ControlConnection control, Run run, LocalSource source, long have, boolean mayAppend)
            throws IOException {
        var whole = have > 0 ? goOn(control, run, source, have, mayAppend) : Optional.<Transfer>empty();
        if (whole.isPresent()) {
            return whole.get();
        }
        source.channel().position(0);
        run.send(control, FtpCommand.onPath("STOR", run.name), 0, 0, source.channel());
        return run.complete(control, false);
    }

    /** {@return the upload; empty if the server can't resume, or accepted REST and ignored it} */
    private Optional<Transfer> goOn(
            ControlConnection control, Run run, LocalSource source, long have, boolean mayAppend) throws IOException {
        try {
            if (have == source.channel().size()) {
                run.meter.begin(have);
            } else if (!sendsRest(control, run, source, have, mayAppend)) {
                return Optional.empty();
            }
            return Optional.of(run.complete(control, true));
        } catch (DataException e) {
            boolean other = e.stage() == DataException.Stage.SHORT || e.stage() == DataException.Stage.DIFFERENT;
            if (!other) {
                throw e;
            }
            return Optional.empty();
        }
    }

    /** Sends what is missing; {@return whether the server accepted it} */
    private static boolean sendsRest(
            ControlConnection control, Run run, LocalSource source, long have, boolean mayAppend) throws IOException {
        if (mayAppend && !run.session.features().has("REST")) {
            // A server may accept REST and yet replace what is before the offset by zeros.
            return appends(control, run, source, have);
        }
        return restarts(control, run, source, have) || (mayAppend && appends(control, run, source, have));
    }

    private static boolean restarts(ControlConnection control, Run run, LocalSource source, long have)
            throws IOException {
        try {
            source.channel().position(have);
            run.send(control, FtpCommand.onPath("STOR", run.name), have, have, source.channel());
            return true;
        } catch (RefusedException e) {
            if (!e.verb().equals("REST")) {
                requireUnmoved(source, have, e);
            }
            return false;
        }
    }

    private static boolean appends(ControlConnection control, Run run, LocalSource source, long have)
            throws IOException {
        try {
            source.channel().position(have);
            run.send(control, FtpCommand.onPath("APPE", run.name), 0, have, source.channel());
            return true;
        } catch (RefusedException e) {
            requireUnmoved(source, have, e);
            return false;
        }
    }

    /** Whether to try another command: only if the server can't resume, not if it is busy or refused the data. */
    private static void requireUnmoved(LocalSource source, long have, RefusedException e) throws IOException {
        if (!ReplyCodes.isRefusedInThisWay(e.reply())
                || !source.channel().isOpen()
                || source.channel().position() != have) {
            throw e;
        }
    }

    /** {@return whether an existing file is kept} */
    private static boolean isToStay(ControlConnection control, Run run) throws IOException {
        var options = run.options;
        var before = run.before;
        boolean matters = options.has(TransferOption.REFUSE_EXISTING) || options.has(TransferOption.SKIP_EXISTING);
        boolean exists = matters
                && (before.listed() ? before.file().isPresent() : RemoteFacts.exists(run.session, control, run.name));
        if (exists && options.has(TransferOption.REFUSE_EXISTING)) {
            throw new LocalException(run.name + " exists already on the server, which was not to be", null);
        }
        return exists;
    }

    /**
     * Appends a file to another.
     *
     * @param file a local file
     * @param to the path on the server of the file to append to; created if it is missing
     * @return the result
     */
    public Transfer append(Path file, String to) {
        var append = FtpCommand.onPath("APPE", to);
        try (var source = LocalSource.of(file)) {
            return session.perform(new Operation("append " + file + " to " + to, to), control -> {
                var run = run(to, Optional.of(file));
                run.meter.total(OptionalLong.of(source.channel().size()));
                return append(control, append, source.channel(), run);
            });
        }
    }

    /**
     * Uploads a file under a name that the server chooses.
     *
     * @param file a local file
     * @return the result, with that name
     */
    public Transfer uploadUnique(Path file) {
        try (var source = LocalSource.of(file)) {
            return session.perform(Operation.to("upload " + file + " under a new name"), control -> {
                var meter = session.meter(Transfer.Direction.UPLOAD, "");
                meter.total(OptionalLong.of(source.channel().size()));
                return meter.over(() -> {
                    var outgoing = UploadSource.of(source.channel());
                    var exchange = storeUnique(control, localName(file), meter);
                    long sent = exchange.run(data -> {
                        meter.begin(0);
                        return data.send(outgoing);
                    });
                    outgoing.requireAll();
                    var name = uniqueName(exchange.opening().text())
                            .or(() -> uniqueName(exchange.closing().text()))
                            .orElse("(a name that the server did not tell)");
                    var word = exchange.opening().text();
                    if (word.matches("\\S+") && isThere(control, word, sent)) {
                        name = word; // the name alone, as of libunftp
                    }
                    return new Run(session, name, Optional.of(file), meter, TransferOptions.of(), KnownFile.UNKNOWN)
                            .done(Transfer.Outcome.WHOLE, Transfer.Check.REPLY);
                });
            });
        }
    }

    private static DataExchange storeUnique(ControlConnection control, String name, TransferMeter meter)
            throws IOException {
        try {
            return new DataExchange(control, FtpCommand.of("STOU"), 0, meter);
        } catch (RefusedException e) {
            if (!e.verb().equals("STOU") || !ReplyCodes.isUnsupported(e.reply())) {
                throw e;
            }
            // Some servers know STOU with a name only, which they change if it is taken.
            return new DataExchange(control, FtpCommand.onPath("STOU", name), 0, meter);
        }
    }

    private static boolean isThere(ControlConnection control, String path, long size) throws IOException {
        return ReplyParser.size(control.exchange(FtpCommand.onPath("SIZE", path)))
                .equals(OptionalLong.of(size));
    }

    private static Optional<String> uniqueName(String reply) {
        return Optional.of(UNIQUE_NAME.matcher(reply))
                .filter(Matcher::find)
                .map(found -> found.group(1) == null ? found.group(2) : untilBracket(found.group(2)))
                .map(String::strip)
                .map(name -> name.endsWith(".") ? name.substring(0, name.length() - 1) : name);
    }

    private static String untilBracket(String text) {
        int end = text.lastIndexOf(')');
        return end < 0 ? text : text.substring(0, end);
    }

    /**
     * Uploads the contents of a channel.
     *
     * @param source the channel
     * @param to the path on the server
     * @return the result
     */
    public Transfer upload(ReadableByteChannel source, String to) {
        var store = FtpCommand.onPath("STOR", to);
        return session.perform(Operation.on("upload to", to), control -> {
            var run = run(to, Optional.empty());
            return run.meter.over(() -> {
                run.send(control, store, 0, 0, source);
                return run.done(Transfer.Outcome.WHOLE, run.requireWhole(control, false));
            });
        });
    }

    /**
     * Adds all that a channel has to the end of a file.
     *
     * @param source what to add
     * @param to the path on the server of what it is added to; made if it is missing
     * @return what was done
     */
    public Transfer append(ReadableByteChannel source, String to) {
        var append = FtpCommand.onPath("APPE", to);
        return session.perform(
                Operation.on("append to", to), control -> append(control, append, source, run(to, Optional.empty())));
    }

    private static Transfer append(ControlConnection control, FtpCommand append, ReadableByteChannel source, Run run)
            throws IOException {
        return run.meter.over(() -> {
            run.send(control, append, 0, 0, source);
            return run.done(Transfer.Outcome.APPENDED, Transfer.Check.REPLY);
        });
    }

    private Run run(String name, Optional<Path> file) {
        return run(name, file, TransferOptions.of(), KnownFile.UNKNOWN);
    }

    private Run run(String name, Optional<Path> file, TransferOptions options, KnownFile before) {
        return new Run(session, name, file, session.meter(Transfer.Direction.UPLOAD, name), options, before);
    }

    /** One upload. */
    private record Run(
            TransferRunner session,
            String name,
            Optional<Path> file,
            TransferMeter meter,
            TransferOptions options,
            KnownFile before) {

        /** Sends the file from a position; the server writes at the same offset by REST, or where the command says. */
        void send(ControlConnection control, FtpCommand command, long offset, long position, ReadableByteChannel source)
                throws IOException {
            var outgoing = UploadSource.of(source);
            if (file.isPresent()
                    && outgoing.isLarge()
                    && position == 0
                    && command.verb().equals("STOR")) {
                SelfUpload.refuse(control, name, file.get());
            }
            try {
                DataExchange.run(control, command, offset, meter, data -> {
                    meter.begin(position);
                    return data.send(outgoing);
                });
            } catch (RefusedException e) {
                outgoing.rewindIfUnsent();
                throw e;
            }
            outgoing.requireAll();
        }

        /** Checks the size on the server. The later listing of a directory is not enough for a resumed part. */
        Transfer complete(ControlConnection control, boolean goneOn) throws IOException {
            var check = before.listed() && !goneOn ? Transfer.Check.REPLY : requireWhole(control, goneOn);
            var local = file.orElseThrow();
            if (options.has(TransferOption.VERIFY)) {
                RemoteDigests.compareFile(control, session.features(), name, local, meter.position());
                check = Transfer.Check.DIGEST;
            }
            if (options.has(TransferOption.KEEP_TIME)) {
                RemoteFacts.setTime(
                        control, name, Files.getLastModifiedTime(local).toInstant());
            }
            return done(meter.offset() > 0 ? Transfer.Outcome.RESUMED : Transfer.Outcome.WHOLE, check);
        }

        Transfer.Check requireWhole(ControlConnection control, boolean goneOn) throws IOException {
            long sent = meter.offset() + meter.bytes();
            var size = RemoteFacts.size(control, name);
            if (size.isEmpty() && goneOn) {
                throw new DataException(
                        DataException.Stage.SHORT, "the server does not tell its size", new IOException("no size"));
            }
            if (size.isPresent() && size.getAsLong() != sent) {
                if (file.isPresent() && !goneOn) {
                    try (var sentFile = Files.newByteChannel(file.get())) {
                        RemoteFacts.requireUntranslated(sentFile, size.getAsLong());
                    }
                }
                throw new DataException(
                        DataException.Stage.SHORT,
                        "the server has " + Text.bytes(size.getAsLong()) + " of " + Text.bytes(sent),
                        new IOException("short"));
            }
            return size.isPresent() ? Transfer.Check.SIZE : Transfer.Check.REPLY;
        }

        Transfer done(Transfer.Outcome outcome, Transfer.Check check) {
            return meter.result(name, file, outcome, check);
        }
    }
}
