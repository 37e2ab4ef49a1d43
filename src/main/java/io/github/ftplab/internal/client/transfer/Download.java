package io.github.ftplab.internal.client.transfer;

import io.github.ftplab.RemoteFile;
import io.github.ftplab.Transfer;
import io.github.ftplab.TransferOption;
import io.github.ftplab.internal.client.control.ControlConnection;
import io.github.ftplab.internal.client.control.FtpCommand;
import io.github.ftplab.internal.client.control.ReplyCodes;
import io.github.ftplab.internal.client.data.DataExchange;
import io.github.ftplab.internal.client.failure.DataException;
import io.github.ftplab.internal.client.failure.LocalException;
import io.github.ftplab.internal.client.failure.Operation;
import io.github.ftplab.internal.client.failure.RefusedException;
import io.github.ftplab.internal.client.settings.TransferOptions;
import io.github.ftplab.internal.protocol.Text;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.OptionalLong;

/** Downloads files. */
public final class Download {

    /** How many bytes before the resume offset are downloaded again, to check that the file is still the same. */
    private static final int OVERLAP = 16 << 10;

    private static final int NO_SUCH_OFFSET = 554;

    private final TransferRunner session;

    /**
     * Downloads over a session.
     *
     * @param session the session
     */
    public Download(TransferRunner session) {
        this.session = session;
    }

    /**
     * Downloads a file.
     *
     * @param name its path on the server
     * @param to an existing directory, or the file's own path
     * @param options the options
     * @return the result
     */
    public Transfer download(String name, Path to, TransferOption... options) {
        return download(name, to, TransferOptions.of(options), KnownFile.UNKNOWN);
    }

    /** Downloads a file whose facts are known from a listing. */
    public Transfer download(String name, Path to, TransferOptions chosen, KnownFile before) {
        var retrieve = FtpCommand.onPath("RETR", name);
        try (var target = LocalTarget.of(name, to, chosen.resume())) {
            var meter = session.meter(Transfer.Direction.DOWNLOAD, name);
            var run = new Run(session, name, retrieve, target, chosen, meter, before);
            return meter.over(() -> session.persist(tries -> session.perform(Operation.on("download", name), run::go)));
        }
    }

    /** One download, whose attempts resume where the previous one ended. */
    private static final class Run {

        private final TransferRunner session;
        private final String name;
        private final FtpCommand retrieve;
        private final LocalTarget target;
        private final TransferOptions options;
        private final TransferMeter meter;
        private final KnownFile before;
        private OptionalLong size = OptionalLong.empty();
        private Optional<Instant> time = Optional.empty();
        private boolean begun;
        private boolean differed;

        Run(
                TransferRunner session,
                String name,
                FtpCommand retrieve,
                LocalTarget target,
                TransferOptions options,
                TransferMeter meter,
                KnownFile before) {
            this.session = session;
            this.name = name;
            this.retrieve = retrieve;
            this.target = target;
            this.options = options;
            this.meter = meter;
            this.before = before;
        }

        Transfer go(ControlConnection control) throws IOException {
            boolean again = begun;
            if (!again && options.has(TransferOption.REFUSE_EXISTING) && target.exists()) {
                throw new LocalException(target.path() + " exists already, which was not to be", null);
            }
            if (!again && options.has(TransferOption.SKIP_EXISTING) && target.exists()) {
                return done(Transfer.Outcome.SKIPPED, Transfer.Check.REPLY);
            }
            if (again && target.isDevice()) {
                throw new LocalException(target.path() + " is no file that could be written from its beginning", null);
            }
            long offset = again ? offsetAfterBreak(control) : firstOffset(control);
            if (offset < 0) {
                return done(Transfer.Outcome.SKIPPED, Transfer.Check.SIZE);
            }
            if (offset <= OVERLAP || !goesOn(control, offset)) {
                receive(control, 0);
                requireWhole();
                verify(control);
            }
            target.complete();
            if (options.has(TransferOption.KEEP_TIME)) {
                var time = time(control);
                if (time.isPresent()) {
                    target.setTime(time.get());
                }
            }
            return done(meter.offset() > 0 ? Transfer.Outcome.RESUMED : Transfer.Outcome.WHOLE, check());
        }

        /**
         * Receives the file from an offset, with an overlap before it.
         *
         * @return whether the overlap matches; if not, the download has to start again
         */
        private boolean goesOn(ControlConnection control, long offset) throws IOException {
            try {
                if (!receive(control, offset)) {
                    return false;
                }
                requireWhole();
                if (isTooLong(control)) {
                    return false;
                }
                verify(control);
                return true;
            } catch (RefusedException e) {
                if (!e.verb().equals("REST") && e.reply().code() != NO_SUCH_OFFSET) {
                    throw e;
                }
                return false;
            } catch (DataException e) {
                if (e.stage() != DataException.Stage.DIFFERENT) {
                    throw e;
                }
                differed = true;
                var lost = control.broken();
                if (lost != null) {
                    throw lost;
                }
                return false;
            }
        }

        /** {@return the offset to begin at, or -1 if the file is complete} */
        private long firstOffset(ControlConnection control) throws IOException {
            var listed = before.file().map(RemoteFile::size).orElse(OptionalLong.empty());
            size = listed.isPresent() ? listed : RemoteFacts.size(control, name);
            meter.total(size);
            if (options.resume() && target.isWhole(size)) {
                return -1;
            }
            var listedTime = before.file().flatMap(RemoteFacts::exactTime);
            time = listedTime.isPresent() ? listedTime.map(Run::seconds) : timeForRetry(control);
            long have = options.resume() ? target.kept(size) : 0;
            return have > OVERLAP && isOther(control, have) ? 0 : have;
        }

        /** {@return whether a digest shows that the local part is not the beginning of the server's file} */
        private boolean isOther(ControlConnection control, long have) throws IOException {
            return !RemoteDigests.isSamePart(control, session.features(), name, target.part(), have)
                    .orElse(true);
        }

        /** Resumes only if the file's size and time are unchanged. */
        private long offsetAfterBreak(ControlConnection control) throws IOException {
            var sizeBefore = size;
            var timeBefore = time;
            size = RemoteFacts.size(control, name);
            meter.total(size);
            time = timeForRetry(control);
            long have = target.broken();
            boolean sameSize = size.isPresent() && size.equals(sizeBefore) && have <= size.getAsLong();
            boolean sameTime = time.isEmpty() || timeBefore.isEmpty() || time.equals(timeBefore);
            return sameSize && sameTime && !differed ? have : 0;
        }

        /** Queries the size only if it may be needed, as this takes one more command per file. */
        private Optional<Instant> timeForRetry(ControlConnection control) throws IOException {
            boolean matters = session.settings().retry().times() > 0 && size.orElse(0) > OVERLAP;
            return matters && session.features().has("MDTM")
                    ? RemoteFacts.timeIfTold(control, name).map(Run::seconds)
                    : Optional.empty();
        }

        /** The time by MDTM; MLSD may be more exact. */
        private static Instant seconds(Instant time) {
            return time.truncatedTo(ChronoUnit.SECONDS);
        }

        /** {@return the file's time; empty in a directory of a server that tells no times at all} */
        private Optional<Instant> time(ControlConnection control) throws IOException {
            var listed = before.file().flatMap(RemoteFacts::exactTime);
            if (listed.isPresent()) {
                return listed;
            }
            try {
                return Optional.of(RemoteFacts.time(control, name, before.file().flatMap(RemoteFile::modified)));
            } catch (RefusedException e) {
                if (before.file().isPresent() && ReplyCodes.isUnsupported(e.reply())) {
                    return Optional.empty();
                }
                throw e;
            }
        }

        private Transfer.Check check() {
            if (options.has(TransferOption.VERIFY)) {
                return Transfer.Check.DIGEST;
            }
            return size.isPresent() ? Transfer.Check.SIZE : Transfer.Check.REPLY;
        }

        /** {@return whether the overlap was received unchanged, if there was one} */
        private boolean receive(ControlConnection control, long offset) throws IOException {
            var overlap = offset > 0 ? target.before(offset, OVERLAP) : new byte[0];
            begun = true;
            differed &= offset > 0;
            return DataExchange.run(control, retrieve, offset - overlap.length, meter, data -> {
                meter.begin(offset, overlap.length);
                var file = target.open(offset);
                if (overlap.length == 0) {
                    data.receive(file);
                    return true;
                }
                var compared = new OverlapChannel(file, overlap);
                data.receive(compared);
                return compared.isPassed();
            });
        }

        private long received() {
            return meter.position();
        }

        private void verify(ControlConnection control) throws IOException {
            if (options.has(TransferOption.VERIFY)) {
                target.read(
                        received -> RemoteDigests.compare(control, session.features(), name, received, Long.MAX_VALUE));
            }
        }

        /** {@return whether more bytes came than the file has: the server ignored the offset} */
        private boolean isTooLong(ControlConnection control) throws IOException {
            if (size.isEmpty() || received() <= size.getAsLong()) {
                return false;
            }
            return received() > RemoteFacts.size(control, name).orElse(0);
        }

        /** Checks that the download is complete. The file may have grown during it, as logs do, but not shrunk. */
        private void requireWhole() throws IOException {
            long received = received();
            if (size.isPresent() && received != size.getAsLong() && meter.offset() == 0 && !target.isDevice()) {
                target.read(local -> RemoteFacts.requireUntranslated(local, size.getAsLong()));
            }
            if (size.isPresent() && received < size.getAsLong()) {
                throw new DataException(
                        DataException.Stage.SHORT,
                        Text.bytes(received) + " of " + Text.bytes(size.getAsLong()) + " arrived",
                        new IOException("short"));
            }
        }

        private Transfer done(Transfer.Outcome outcome, Transfer.Check check) {
            return meter.result(name, Optional.of(target.path()), outcome, check);
        }
    }
}
