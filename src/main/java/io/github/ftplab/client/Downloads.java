package io.github.ftplab.client;

import io.github.ftplab.Transfer;
import io.github.ftplab.TransferOption;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
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
            return session.perform(
                    Attempt.on("download", name),
                    wire -> new Run(wire, name, target, chosen, session.features()).go(retrieve));
        }
    }

    /** One download. */
    private record Run(Wire wire, String name, LocalTarget target, Options options, Features features, long began) {

        Run(Wire wire, String name, LocalTarget target, Options options, Features features) {
            this(wire, name, target, options, features, System.nanoTime());
        }

        Transfer go(Command retrieve) throws IOException {
            if (target.exists() && options.has(TransferOption.REFUSE_EXISTING)) {
                throw new LocalException(target.path() + " exists already, which was not to be", null);
            }
            if (target.exists() && options.has(TransferOption.SKIP_EXISTING)) {
                return done(0, 0, Transfer.Outcome.SKIPPED, Transfer.Check.REPLY);
            }
            var size = Facts.size(wire, name);
            if (options.resume() && target.isWhole(size)) {
                return done(0, 0, Transfer.Outcome.SKIPPED, Transfer.Check.SIZE);
            }
            long offset = options.resume() ? target.kept(size) : 0;
            long bytes;
            try {
                bytes = receive(retrieve, offset);
            } catch (RefusedException e) {
                if (offset == 0 || !e.verb().equals("REST")) {
                    throw e;
                }
                offset = 0;
                bytes = receive(retrieve, 0);
            }
            requireWhole(size, offset + bytes);
            if (options.has(TransferOption.VERIFY)) {
                Digests.compare(wire, features, name, target.received());
            }
            target.complete();
            if (options.has(TransferOption.KEEP_TIME)) {
                target.setTime(Facts.time(wire, name));
            }
            var outcome = offset > 0 ? Transfer.Outcome.RESUMED : Transfer.Outcome.WHOLE;
            return done(bytes, offset, outcome, check(size));
        }

        private Transfer.Check check(OptionalLong size) {
            if (options.has(TransferOption.VERIFY)) {
                return Transfer.Check.DIGEST;
            }
            return size.isPresent() ? Transfer.Check.SIZE : Transfer.Check.REPLY;
        }

        private long receive(Command retrieve, long offset) throws IOException {
            return wire.transfer(retrieve, offset, data -> data.receive(target.open(offset)));
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

        private Transfer done(long bytes, long offset, Transfer.Outcome outcome, Transfer.Check check) {
            var duration = Duration.ofNanos(System.nanoTime() - began);
            return new Transfer(
                    Transfer.Direction.DOWNLOAD,
                    name,
                    Optional.of(target.path()),
                    bytes,
                    offset,
                    duration,
                    outcome,
                    check);
        }
    }
}
