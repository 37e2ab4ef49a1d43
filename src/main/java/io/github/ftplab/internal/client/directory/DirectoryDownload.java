package io.github.ftplab.internal.client.directory;

import io.github.ftplab.DirectoryTransfer;
import io.github.ftplab.FtpException;
import io.github.ftplab.RemoteFile;
import io.github.ftplab.Transfer;
import io.github.ftplab.TransferOption;
import io.github.ftplab.internal.client.control.ReplyCodes;
import io.github.ftplab.internal.client.failure.Operation;
import io.github.ftplab.internal.client.listing.RemoteDirectory;
import io.github.ftplab.internal.client.settings.DirectoryRules;
import io.github.ftplab.internal.client.settings.TransferOptions;
import io.github.ftplab.internal.client.transfer.Download;
import io.github.ftplab.internal.client.transfer.KnownFile;
import io.github.ftplab.internal.client.transfer.LocalTarget;
import io.github.ftplab.internal.client.transfer.RemoteFacts;
import io.github.ftplab.internal.protocol.Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Downloads a directory. One listing per directory gives sizes and times, so that a file takes only two commands: one
 * for its data connection and RETR.
 */
public final class DirectoryDownload {

    private final DirectoryRules rules;
    private final boolean mirror;
    private final DirectoryReport report = new DirectoryReport();
    private final SessionPool pool;
    private final TransferOptions options;
    private final Operation operation;
    private volatile Path target = Path.of("");

    public DirectoryDownload(PooledSession session, Operation operation, DirectoryRules rules, boolean mirror) {
        this.rules = mirror ? rules.withEach(TransferOption.KEEP_TIME) : rules;
        this.mirror = mirror;
        this.operation = operation;
        this.pool = new SessionPool(session, this.rules, report, operation);
        this.options = this.rules.options();
    }

    /** Downloads. Throws if the directory can't be listed; failures below it are part of the result. */
    public DirectoryTransfer run(PooledSession session, String from, Path to) {
        if (Files.exists(to) && !Files.isDirectory(to)) {
            throw new FtpException.LocalFile("cannot " + operation.what() + ": " + to + " is a local file", null);
        }
        target = to;
        var start = RemoteDirectory.Place.start(from);
        var entries = RemoteDirectory.of(session, from);
        pool.add(from, on -> directory(start, to, entries));
        pool.run();
        return report.result(pool.sessions(), rules.manner().dryRun());
    }

    private void list(PooledSession session, RemoteDirectory.Place place, Path local) throws IOException {
        Supplier<RemoteDirectory> ask = () -> RemoteDirectory.of(session, place.path());
        var entries = rules.manner().dryRun() ? Optional.of(ask.get()) : TargetMark.of(target, place.path(), ask);
        if (entries.isPresent() && !place.isLoop(session, entries.get())) {
            directory(place, local, entries.get());
        } else {
            report.leftOut(place.path());
        }
    }

    private void directory(RemoteDirectory.Place listed, Path local, RemoteDirectory entries) throws IOException {
        var place = listed.knownBy(entries);
        if (rules.takesAll() && !rules.manner().dryRun()) {
            Files.createDirectories(local);
        }
        pool.reportStrays(place.path(), entries);
        pool.reportGaps(place.path(), entries, isDeleting());
        IOException undeleted = null;
        if (isDeletingIn(place)) {
            try {
                // First, as what the downloads create must stay, also where case does not matter in names.
                deleteOthers(place, local, names(entries, local), entries.showsHidden());
            } catch (IOException e) {
                undeleted = e;
            }
        }
        for (var file : entries.files()) {
            try {
                entry(place, file, local.resolve(LocalTarget.fileName(file.name(), local)));
            } catch (IllegalArgumentException e) {
                pool.failed(
                        file.path(),
                        new FtpException.Protocol("cannot download " + file.path() + ": " + Text.reason(e), e));
            } catch (FtpException e) {
                pool.failed(file.path(), e);
            }
        }
        if (undeleted != null) {
            throw undeleted;
        }
    }

    /** {@return the names of the entries, and those of the parts that are kept for their next download} */
    private static Set<String> names(RemoteDirectory entries, Path local) {
        var names = new HashSet<String>();
        for (var file : entries.files()) {
            names.add(file.name());
            try {
                names.add(LocalTarget.keptName(local.resolve(LocalTarget.fileName(file.name(), local))));
            } catch (IllegalArgumentException e) {
                // No local name: reported when it is to be downloaded.
            }
        }
        return names;
    }

    private void entry(RemoteDirectory.Place place, RemoteFile file, Path local) throws IOException {
        var inner = place.inner(file.name());
        switch (file.type()) {
            case DIRECTORY -> {
                var below = rules.descends(inner) ? place.below(file) : Optional.<RemoteDirectory.Place>empty();
                if (below.isPresent()) {
                    refuseLink(file, local);
                    if (isDeletingIn(place)
                            && !Files.isDirectory(local)
                            && Files.exists(local, LinkOption.NOFOLLOW_LINKS)) {
                        delete(local, inner);
                    }
                    pool.add(file.path(), session -> list(session, below.get(), local));
                }
            }
            case FILE -> {
                if (rules.takes(inner, file.size(), file.modified())) {
                    if (isDeletingIn(place) && Files.isDirectory(local, LinkOption.NOFOLLOW_LINKS)) {
                        delete(local, inner);
                    }
                    pool.add(file.path(), session -> file(session, file, local));
                }
            }
            default -> report.leftOut(file.path());
        }
    }

    /** Refuses a local symbolic link, which could lead anywhere. */
    private static void refuseLink(RemoteFile directory, Path local) {
        if (Files.isSymbolicLink(local)) {
            throw new FtpException.LocalFile(
                    "cannot download " + directory.path() + ": " + local
                            + " is a local link, which is not followed; remove it first",
                    null);
        }
    }

    /** Makes room for an entry of another type: a mirror that deletes replaces a directory by a file, or vice versa. */
    private boolean isDeleting() {
        return mirror && rules.manner().deleting();
    }

    private boolean isDeletingIn(RemoteDirectory.Place place) {
        return isDeleting() && place.deletable();
    }

    private void file(PooledSession session, RemoteFile file, Path local) throws IOException {
        if (mirror && isSame(session, file, local)) {
            report.add(note(file, local, Transfer.Outcome.SKIPPED));
        } else if (rules.manner().dryRun()) {
            boolean skipped = Files.exists(local) && options.has(TransferOption.SKIP_EXISTING);
            report.add(note(file, local, skipped ? Transfer.Outcome.SKIPPED : Transfer.Outcome.PLANNED));
        } else {
            if (Files.isDirectory(local)) {
                throw new FtpException.LocalFile(
                        "cannot download " + file.path() + ": " + local + " is a local directory", null);
            }
            report.add(new Download(session).download(file.path(), local, options, KnownFile.of(file)));
        }
    }

    private static boolean isSame(PooledSession session, RemoteFile file, Path local) throws IOException {
        if (!Files.isRegularFile(local)
                || file.size().isEmpty()
                || Files.size(local) != file.size().getAsLong()) {
            return false;
        }
        var there = time(session, file);
        return there.isEmpty()
                || !there.get()
                        .isAfter(Files.getLastModifiedTime(local).toInstant().plusSeconds(1));
    }

    /** {@return a file's modification time by MLSD, or else by MDTM, as LIST is not exact} */
    static Optional<Instant> time(PooledSession session, RemoteFile file) {
        var listed = RemoteFacts.exactTime(file);
        if (listed.isPresent() || !session.features().has("MDTM")) {
            return listed;
        }
        return session.ask(Operation.on("ask for the time of", file.path()), control -> {
            var reply = RemoteFacts.timeIfTold(control, file.path());
            if (ReplyCodes.isUnknownCommand(control.lastReply())) {
                session.lacks("MDTM");
            }
            return reply;
        });
    }

    static Transfer note(
            Transfer.Direction direction, String remote, Path local, long bytes, Transfer.Outcome outcome) {
        return Transfer.builder(direction, remote)
                .local(local)
                .bytes(outcome == Transfer.Outcome.PLANNED ? bytes : 0)
                .outcome(outcome)
                .build();
    }

    private static Transfer note(RemoteFile file, Path local, Transfer.Outcome outcome) {
        return note(Transfer.Direction.DOWNLOAD, file.path(), local, file.size().orElse(0), outcome);
    }

    private void deleteOthers(RemoteDirectory.Place place, Path local, Set<String> names, boolean hidden)
            throws IOException {
        if (!Files.isDirectory(local)) {
            return;
        }
        try (var here = Files.newDirectoryStream(local)) {
            for (var path : here) {
                var name = path.getFileName().toString();
                if (!names.contains(name) && !TargetMark.is(name)) {
                    // LIST of many servers leaves out names that begin with a dot.
                    if (hidden || !name.startsWith(".")) {
                        delete(path, place.inner(name));
                    } else {
                        report.leftOut(path.toString());
                    }
                }
            }
        }
    }

    /** Deletes a local file or directory unless the rules exclude it. Links are deleted, not followed. */
    private void delete(Path path, String inner) throws IOException {
        if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            if (!rules.descends(inner)) {
                return;
            }
            try (var within = Files.newDirectoryStream(path)) {
                for (var below : within) {
                    delete(below, inner + "/" + below.getFileName());
                }
            }
            if (!rules.manner().dryRun() && isEmpty(path)) {
                Files.delete(path);
                report.deleted(path.toString());
            }
        } else if (rules.takes(inner)) {
            if (!rules.manner().dryRun()) {
                Files.delete(path);
            }
            report.deleted(path.toString());
        }
    }

    private static boolean isEmpty(Path directory) throws IOException {
        try (var within = Files.list(directory)) {
            return within.findAny().isEmpty();
        }
    }
}
