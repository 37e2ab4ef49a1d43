package io.github.ftplab.client;

import io.github.ftplab.Transfer;
import io.github.ftplab.TransferOption;
import java.io.IOException;
import java.nio.file.Path;
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
        var retrieve = Command.onPath("RETR", name);
        var chosen = Options.of(options);
        try (var target = LocalTarget.of(name, to, chosen.resume())) {
            return session.perform(Attempt.on("download", name), wire -> {
                var meter = session.meter(Transfer.Direction.DOWNLOAD, name);
                return meter.over(() -> new Run(wire, name, target, chosen, session.features(), meter).go(retrieve));
            });
        }
    }

    /** One download. */
    private record Run(Wire wire, String name, LocalTarget target, Options options, Features features, Meter meter) {

        Transfer go(Command retrieve) throws IOException {
            if (target.exists() && options.has(TransferOption.REFUSE_EXISTING)) {
                throw new LocalException(target.path() + " exists already, which was not to be", null);
            }
            if (target.exists() && options.has(TransferOption.SKIP_EXISTING)) {
                return done(Transfer.Outcome.SKIPPED, Transfer.Check.REPLY);
            }
            var size = Facts.size(wire, name);
            meter.total(size);
            if (options.resume() && target.isWhole(size)) {
                return done(Transfer.Outcome.SKIPPED, Transfer.Check.SIZE);
            }
            long offset = options.resume() ? target.kept(size) : 0;
            try {
                receive(retrieve, offset);
            } catch (RefusedException e) {
                if (offset == 0 || !e.verb().equals("REST")) {
                    throw e;
                }
                receive(retrieve, 0);
            }
            requireWhole(size, meter.offset() + meter.bytes());
            if (options.has(TransferOption.VERIFY)) {
                Digests.compare(wire, features, name, target.received());
            }
            target.complete();
            if (options.has(TransferOption.KEEP_TIME)) {
                target.setTime(Facts.time(wire, name));
            }
            return done(meter.offset() > 0 ? Transfer.Outcome.RESUMED : Transfer.Outcome.WHOLE, check(size));
        }

        private Transfer.Check check(OptionalLong size) {
            if (options.has(TransferOption.VERIFY)) {
                return Transfer.Check.DIGEST;
            }
            return size.isPresent() ? Transfer.Check.SIZE : Transfer.Check.REPLY;
        }

        private void receive(Command retrieve, long offset) throws IOException {
            wire.transfer(retrieve, offset, meter, data -> {
                meter.begin(offset);
                return data.receive(target.open(offset));
            });
        }

        /** It may have grown meanwhile, as logs do; but not less may come than there was. */
        private static void requireWhole(OptionalLong size, long received) throws IOException {
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
