package io.github.ftplab.client;

import io.github.ftplab.RemoteFile;
import io.github.ftplab.Transfer;
import io.github.ftplab.TransferOption;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/** Moves files from the server into their place here. */
public final class Downloads {

    private final Session session;

    /**
     * Downloads of one session.
     *
     * @param session where they come over
     */
    public Downloads(Session session) {
        this.session = session;
    }

    /**
     * Downloads a file.
     *
     * @param name its path on the server
     * @param to an existing folder, or the file's own path
     * @param options how
     * @return what was done
     */
    public Transfer download(String name, Path to, TransferOption... options) {
        return download(name, to, Options.of(options), Before.UNKNOWN);
    }

    /** Does the same with a file of which a listing has told. */
    Transfer download(String name, Path to, Options chosen, Before before) {
        var retrieve = Command.onPath("RETR", name);
        try (var target = LocalTarget.of(name, to, chosen.resume())) {
            var meter = session.meter(Transfer.Direction.DOWNLOAD, name);
            var run = new Run(session, name, retrieve, target, chosen, meter, before);
            return meter.over(() -> session.persist(
                    tries -> session.perform(Attempt.on("download", name), wire -> run.go(wire, tries > 0))));
        }
    }

    /** One download, whose attempts go on where the one before broke. */
    private static final class Run {

        private final Session session;
        private final String name;
        private final Command retrieve;
        private final LocalTarget target;
        private final Options options;
        private final Meter meter;
        private final Before before;
        private OptionalLong size = OptionalLong.empty();

        Run(
                Session session,
                String name,
                Command retrieve,
                LocalTarget target,
                Options options,
                Meter meter,
                Before before) {
            this.session = session;
            this.name = name;
            this.retrieve = retrieve;
            this.target = target;
            this.options = options;
            this.meter = meter;
            this.before = before;
        }

        Transfer go(Wire wire, boolean again) throws IOException {
            if (!again && options.has(TransferOption.REFUSE_EXISTING) && target.exists()) {
                throw new LocalException(target.path() + " exists already, which was not to be", null);
            }
            if (!again && options.has(TransferOption.SKIP_EXISTING) && target.exists()) {
                return done(Transfer.Outcome.SKIPPED, Transfer.Check.REPLY);
            }
            if (again && target.isDevice()) {
                throw new LocalException(target.path() + " is no file that could be written from its beginning", null);
            }
            long offset = again ? offsetAfterBreak(wire) : firstOffset(wire);
            if (offset < 0) {
                return done(Transfer.Outcome.SKIPPED, Transfer.Check.SIZE);
            }
            try {
                receive(wire, offset);
            } catch (RefusedException e) {
                if (offset == 0 || !e.verb().equals("REST")) {
                    throw e;
                }
                receive(wire, 0);
            }
            requireWhole(meter.offset() + meter.bytes());
            if (options.has(TransferOption.VERIFY)) {
                Digests.compare(wire, session.features(), name, target.received());
            }
            target.complete();
            if (options.has(TransferOption.KEEP_TIME)) {
                target.setTime(time(wire));
            }
            return done(meter.offset() > 0 ? Transfer.Outcome.RESUMED : Transfer.Outcome.WHOLE, check());
        }

        /** {@return where to begin, or -1 if all is there} */
        private long firstOffset(Wire wire) throws IOException {
            var listed = before.file().map(RemoteFile::size).orElse(OptionalLong.empty());
            size = listed.isPresent() ? listed : Facts.size(wire, name);
            meter.total(size);
            if (options.resume() && target.isWhole(size)) {
                return -1;
            }
            return options.resume() ? target.kept(size) : 0;
        }

        /** Goes on only with what is the same file as far as its size tells. */
        private long offsetAfterBreak(Wire wire) throws IOException {
            var now = Facts.size(wire, name);
            long have = target.broken();
            boolean same = now.isPresent() && now.equals(size) && have <= now.getAsLong();
            size = now;
            meter.total(now);
            return same ? have : 0;
        }

        private Instant time(Wire wire) throws IOException {
            var listed = before.file().flatMap(Facts::exactTime);
            return listed.isPresent() ? listed.get() : Facts.time(wire, name);
        }

        private Transfer.Check check() {
            if (options.has(TransferOption.VERIFY)) {
                return Transfer.Check.DIGEST;
            }
            return size.isPresent() ? Transfer.Check.SIZE : Transfer.Check.REPLY;
        }

        private void receive(Wire wire, long offset) throws IOException {
            wire.transfer(retrieve, offset, meter, data -> {
                meter.begin(offset);
                return data.receive(target.open(offset));
            });
        }

        /** It may have grown meanwhile, as logs do; but not less may come than there was. */
        private void requireWhole(long received) throws IOException {
            if (size.isPresent() && received != size.getAsLong() && meter.offset() == 0 && !target.isDevice()) {
                LineEnds.check(target.received(), size.getAsLong());
            }
            if (size.isPresent() && received < size.getAsLong()) {
                throw new DataException(
                        DataException.Stage.SHORT,
                        Text.bytes(received) + " of " + Text.bytes(size.getAsLong()) + " came",
                        new IOException("short"));
            }
        }

        private Transfer done(Transfer.Outcome outcome, Transfer.Check check) {
            return new Transfer(
                    Transfer.Direction.DOWNLOAD,
                    name,
                    Optional.of(target.path()),
                    meter.bytes(),
                    meter.offset(),
                    meter.elapsed(),
                    outcome,
                    check,
                    meter.samples());
        }
    }
}
