package io.github.ftplab.internal.client.directory;

import io.github.ftplab.DirectoryTransfer;
import io.github.ftplab.FtpException;
import io.github.ftplab.RemoteFile;
import io.github.ftplab.Transfer;
import io.github.ftplab.TransferOption;
import io.github.ftplab.internal.client.failure.Operation;
import io.github.ftplab.internal.client.listing.RemoteDirectory;
import io.github.ftplab.internal.client.settings.DirectoryRules;
import io.github.ftplab.internal.client.transfer.KnownFile;
import io.github.ftplab.internal.client.transfer.RemoteFacts;
import io.github.ftplab.internal.client.transfer.Upload;
import io.github.ftplab.internal.protocol.FtpPath;
import io.github.ftplab.internal.protocol.Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Uploads a directory. Each directory is created once. Sizes are checked at the end by one listing per directory, not
 * by a command per file.
 */
public final class DirectoryUpload {

    private final DirectoryRules rules;
    private final boolean mirror;
    private final DirectoryReport report = new DirectoryReport();
    private final SessionPool pool;
    private final Operation operation;
    private final Map<String, List<Transfer>> sent = new HashMap<>();

    public DirectoryUpload(PooledSession session, Operation operation, DirectoryRules rules, boolean mirror) {
        this.rules = mirror && session.features().has("MFMT") ? rules.withEach(TransferOption.KEEP_TIME) : rules;
        this.mirror = mirror;
        this.operation = operation;
        this.pool = new SessionPool(session, this.rules, report, operation);
    }

    public DirectoryTransfer run(PooledSession session, Path from, String to) {
        if (!Files.isDirectory(from)) {
            throw new FtpException.LocalFile(
                    "cannot " + operation.what() + ": there is no local directory " + from + "; nothing was sent",
                    null);
        }
        var local = settled(from);
        boolean isNew = !new DirectoryMaker(session).isDirectory(to);
        if (isNew && !rules.manner().dryRun()) {
            new DirectoryMaker(session).makeMissing(to);
        }
        pool.add(from.toString(), on -> directory(on, from, local, RemoteDirectory.Place.start(to), isNew));
        pool.run();
        pool.again();
        sent.forEach((directory, transfers) -> pool.add(directory, on -> check(on, directory, transfers)));
        pool.run();
        return report.result(pool.sessions(), rules.manner().dryRun());
    }

    private LocalDirectory settled(Path from) {
        try {
            return LocalDirectory.of(from, rules, report, pool);
        } catch (IOException e) {
            throw new FtpException.LocalFile(
                    "cannot " + operation.what() + ": the local directory " + from + " can't be listed ("
                            + Text.reason(e) + "); nothing was sent",
                    e);
        }
    }

    /** Uploads the contents of a directory; a new one on the server needs no listing. */
    private void directory(
            PooledSession session, Path directory, LocalDirectory local, RemoteDirectory.Place there, boolean isNew)
            throws IOException {
        var known = new HashMap<String, RemoteFile>();
        boolean listed = mirror || rules.options().isAboutExisting();
        var place = there;
        boolean whole = true;
        if (listed && !isNew) {
            var entries = RemoteDirectory.of(session, there.path());
            entries.files().forEach(file -> known.put(file.name(), file));
            whole = entries.isWhole();
            place = there.knownBy(entries);
            if (isDeleting()) {
                pool.reportStrays(there.path(), entries);
                pool.reportGaps(there.path(), entries, true);
            }
        }
        // First, as another session may upload a name that differs only in case, which the server may not distinguish.
        if (isDeletingIn(place)) {
            var names = new HashSet<>(local.names());
            for (var file : known.values()) {
                if (!names.contains(file.name())) {
                    delete(session, place, file, known);
                }
            }
        }
        for (var name : local.names()) {
            var path = directory.resolve(name);
            var below = local.directories().get(name);
            var before = new KnownFile(whole || known.containsKey(name), Optional.ofNullable(known.get(name)));
            try {
                if (below != null) {
                    below(session, path, below, place, isNew, known);
                } else if (!local.others().contains(name)) {
                    if (isDeletingIn(place)
                            && before.file().filter(RemoteFile::isDirectory).isPresent()) {
                        delete(session, place, before.file().get(), known);
                    }
                    var parent = place.path();
                    pool.add(path.toString(), on -> file(on, path, parent, FtpPath.in(parent, name), before));
                }
            } catch (FtpException e) {
                pool.failed(path.toString(), e);
            }
        }
    }

    private boolean isDeleting() {
        return mirror && rules.manner().deleting();
    }

    private boolean isDeletingIn(RemoteDirectory.Place place) {
        return isDeleting() && place.deletable();
    }

    private void delete(
            PooledSession session, RemoteDirectory.Place place, RemoteFile file, Map<String, RemoteFile> known) {
        new DirectoryDelete(session, rules, report, pool).delete(place, file, known.keySet());
    }

    private void below(
            PooledSession session,
            Path path,
            LocalDirectory directory,
            RemoteDirectory.Place place,
            boolean inNew,
            Map<String, RemoteFile> known)
            throws IOException {
        if (!rules.takesAll() && !directory.hasFiles()) {
            return;
        }
        var name = path.getFileName().toString();
        var below = place.in(name);
        var remote = below.path();
        var there = Optional.ofNullable(known.get(name));
        if (isDeletingIn(place) && there.isPresent() && !there.get().isDirectory()) {
            delete(session, place, there.get(), known);
            there = Optional.empty();
        }
        boolean isNew = there.isEmpty() && makes(session, remote, inNew);
        pool.add(path.toString(), on -> directory(on, path, directory, below, isNew));
    }

    /** Creates a directory if it is missing; {@return whether it was} */
    private boolean makes(PooledSession session, String path, boolean inNew) {
        if (rules.manner().dryRun()) {
            return inNew || !new DirectoryMaker(session).isDirectory(path);
        }
        try {
            DirectoryMaker.make(session, path);
            return true;
        } catch (FtpException.Refused e) {
            if (!inNew && new DirectoryMaker(session).isDirectory(path)) {
                return false;
            }
            throw e;
        }
    }

    private void file(PooledSession session, Path local, String directory, String remote, KnownFile before)
            throws IOException {
        var there = before.file().filter(file -> !file.isDirectory());
        if (mirror && there.isPresent() && isSame(session, local, there.get())) {
            report.add(note(local, remote, Transfer.Outcome.SKIPPED));
        } else if (rules.manner().dryRun()) {
            boolean skipped = there.isPresent() && rules.options().has(TransferOption.SKIP_EXISTING);
            report.add(note(local, remote, skipped ? Transfer.Outcome.SKIPPED : Transfer.Outcome.PLANNED));
        } else {
            var transfer =
                    new Upload(session).upload(local, remote, rules.options(), new KnownFile(before.listed(), there));
            if (transfer.outcome() == Transfer.Outcome.SKIPPED || transfer.check() == Transfer.Check.DIGEST) {
                report.add(transfer);
            } else {
                synchronized (sent) {
                    sent.computeIfAbsent(directory, any -> new ArrayList<>()).add(transfer);
                }
            }
        }
    }

    private static Transfer note(Path local, String remote, Transfer.Outcome outcome) throws IOException {
        return DirectoryDownload.note(Transfer.Direction.UPLOAD, remote, local, Files.size(local), outcome);
    }

    private static boolean isSame(PooledSession session, Path local, RemoteFile file) throws IOException {
        if (file.size().isEmpty() || Files.size(local) != file.size().getAsLong()) {
            return false;
        }
        var there = DirectoryDownload.time(session, file);
        return there.isEmpty()
                || !Files.getLastModifiedTime(local)
                        .toInstant()
                        .isAfter(there.get().plusSeconds(1));
    }

    /** Compares sizes with the server's listing; a file that it hides is queried with SIZE. */
    private void check(PooledSession session, String directory, List<Transfer> transfers) {
        var sizes = new HashMap<String, OptionalLong>();
        RemoteDirectory.of(session, directory).files().forEach(file -> sizes.put(file.name(), file.size()));
        for (var transfer : transfers) {
            long whole = transfer.offset() + transfer.bytes();
            var size = sizes.get(FtpPath.last(transfer.remote()));
            if (size == null) {
                size = session.ask(
                        Operation.on("ask for the size of", transfer.remote()),
                        control -> RemoteFacts.size(control, transfer.remote()));
            }
            if (size.isPresent() && size.getAsLong() != whole) {
                pool.failed(
                        transfer.remote(),
                        new FtpException.Connection(
                                "cannot upload " + transfer.remote() + ": the upload is incomplete: the server has "
                                        + Text.bytes(size.getAsLong()) + " of " + Text.bytes(whole) + "; try again",
                                null));
            } else {
                report.add(
                        size.isPresent()
                                ? transfer.toBuilder()
                                        .check(Transfer.Check.SIZE)
                                        .build()
                                : transfer);
            }
        }
    }
}
