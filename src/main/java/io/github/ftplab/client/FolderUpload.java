package io.github.ftplab.client;

import io.github.ftplab.FolderTransfer;
import io.github.ftplab.FtpException;
import io.github.ftplab.RemoteFile;
import io.github.ftplab.Transfer;
import io.github.ftplab.TransferOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Moves a folder from this side to the server. Each folder is made once; whether all has arrived is told by one listing
 * for each folder at the end, not by a question for each file.
 */
final class FolderUpload {

    private final Rules rules;
    private final boolean mirror;
    private final Report report = new Report();
    private final Crew crew;
    private final Attempt attempt;
    private final Map<String, List<Transfer>> sent = new HashMap<>();

    FolderUpload(Session session, Attempt attempt, Rules rules, boolean mirror) {
        this.rules = mirror && session.features().has("MFMT") ? rules.withEach(TransferOption.KEEP_TIME) : rules;
        this.mirror = mirror;
        this.attempt = attempt;
        this.crew = new Crew(session, this.rules, report, attempt);
    }

    FolderTransfer run(Session session, Path from, String to) {
        if (!Files.isDirectory(from)) {
            throw new FtpException.LocalFile(
                    "cannot " + attempt.what() + ": there is no folder " + from + " on this side; nothing was sent",
                    null);
        }
        boolean isNew = !isFolder(session, to);
        if (isNew && !rules.manner().dryRun()) {
            makeWithParents(session, to);
        }
        crew.add(from.toString(), on -> folder(on, from, Entries.Place.start(to), isNew));
        crew.run();
        crew.again();
        sent.forEach((folder, transfers) -> crew.add(folder, on -> check(on, folder, transfers)));
        crew.run();
        return report.result(crew.sessions(), rules.manner().dryRun());
    }

    private static boolean isFolder(Session session, String path) {
        try {
            return new Lookup(session).stat(path).type() == RemoteFile.Type.DIRECTORY;
        } catch (FtpException.Refused e) {
            return false;
        }
    }

    private static void makeWithParents(Session session, String path) {
        int slash = path.lastIndexOf('/', path.length() - 2);
        var parent = slash <= 0 ? "" : path.substring(0, slash);
        if (!parent.isEmpty() && !isFolder(session, parent)) {
            makeWithParents(session, parent);
        }
        make(session, path);
    }

    private static void make(Session session, String path) {
        session.command(Attempt.on("make folder", path), Command.onPath("MKD", path));
    }

    /** Moves what is in one folder; one that is new has nothing in it that could be in the way. */
    private void folder(Session session, Path local, Entries.Place place, boolean isNew) throws IOException {
        var known = new HashMap<String, RemoteFile>();
        boolean listed = mirror || rules.options().isAboutExisting();
        if (listed && !isNew) {
            Entries.of(session, place.path()).files().forEach(file -> known.put(file.name(), file));
        }
        var names = new HashSet<String>();
        for (var path : inside(local)) {
            var name = path.getFileName().toString();
            names.add(name);
            try {
                entry(session, path, place, isNew, Optional.ofNullable(known.get(name)));
            } catch (FtpException e) {
                crew.failed(path.toString(), e);
            }
        }
        if (mirror && rules.manner().deleting()) {
            for (var file : known.values()) {
                if (!names.contains(file.name())) {
                    delete(session, place, file);
                }
            }
        }
    }

    private static List<Path> inside(Path folder) throws IOException {
        try (var paths = Files.list(folder)) {
            return paths.sorted().toList();
        }
    }

    private void delete(Session session, Entries.Place place, RemoteFile file) {
        new FolderDelete(session, rules, report, crew).delete(place, file);
    }

    private void entry(Session session, Path local, Entries.Place place, boolean inNew, Optional<RemoteFile> before)
            throws IOException {
        var name = local.getFileName().toString();
        var inner = place.inner(name);
        var remote = Paths.in(place.path(), name);
        if (Files.isDirectory(local, LinkOption.NOFOLLOW_LINKS)) {
            if (rules.descends(inner) && (rules.takesAll() || hasSome(local, inner))) {
                var there = before;
                if (mirror
                        && rules.manner().deleting()
                        && there.isPresent()
                        && !there.get().isDirectory()) {
                    delete(session, place, there.get());
                    there = Optional.empty();
                }
                boolean isNew = there.isEmpty() && makes(session, remote, inNew);
                var below = new Entries.Place(remote, inner, place.around());
                crew.add(local.toString(), on -> folder(on, local, below, isNew));
            }
        } else if (Files.isRegularFile(local)) {
            var time = Files.getLastModifiedTime(local).toInstant();
            if (rules.takes(inner, OptionalLong.of(Files.size(local)), Optional.of(time))) {
                if (mirror
                        && rules.manner().deleting()
                        && before.isPresent()
                        && before.get().isDirectory()) {
                    delete(session, place, before.get());
                }
                crew.add(local.toString(), on -> file(on, local, place.path(), remote, before));
            }
        } else {
            report.leftOut(local.toString());
        }
    }

    /** {@return whether there is something to upload in a folder} */
    private boolean hasSome(Path folder, String inner) throws IOException {
        for (var path : inside(folder)) {
            var below = Paths.in(inner, path.getFileName().toString());
            boolean some = Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)
                    ? rules.descends(below) && hasSome(path, below)
                    : Files.isRegularFile(path)
                            && rules.takes(
                                    below,
                                    OptionalLong.of(Files.size(path)),
                                    Optional.of(Files.getLastModifiedTime(path).toInstant()));
            if (some) {
                return true;
            }
        }
        return false;
    }

    /** Makes a folder unless it is there; {@return whether it was not} */
    private boolean makes(Session session, String path, boolean inNew) {
        if (rules.manner().dryRun()) {
            return inNew || !isFolder(session, path);
        }
        try {
            make(session, path);
            return true;
        } catch (FtpException.Refused e) {
            if (!inNew && isFolder(session, path)) {
                return false;
            }
            throw e;
        }
    }

    private void file(Session session, Path local, String folder, String remote, Optional<RemoteFile> before)
            throws IOException {
        var there = before.filter(file -> !file.isDirectory());
        if (mirror && there.isPresent() && isSame(session, local, there.get())) {
            report.add(note(local, remote, Transfer.Outcome.SKIPPED));
        } else if (rules.manner().dryRun()) {
            boolean skipped = there.isPresent() && rules.options().has(TransferOption.SKIP_EXISTING);
            report.add(note(local, remote, skipped ? Transfer.Outcome.SKIPPED : Transfer.Outcome.PLANNED));
        } else {
            var transfer = new Uploads(session).upload(local, remote, rules.options(), new Before(true, there));
            if (transfer.outcome() == Transfer.Outcome.SKIPPED || transfer.check() == Transfer.Check.DIGEST) {
                report.add(transfer);
            } else {
                synchronized (sent) {
                    sent.computeIfAbsent(folder, any -> new ArrayList<>()).add(transfer);
                }
            }
        }
    }

    private static Transfer note(Path local, String remote, Transfer.Outcome outcome) throws IOException {
        return FolderDownload.note(Transfer.Direction.UPLOAD, remote, local, Files.size(local), outcome);
    }

    private static boolean isSame(Session session, Path local, RemoteFile file) throws IOException {
        if (file.size().isEmpty() || Files.size(local) != file.size().getAsLong()) {
            return false;
        }
        var there = FolderDownload.time(session, file);
        return there.isEmpty()
                || !Files.getLastModifiedTime(local)
                        .toInstant()
                        .isAfter(there.get().plusSeconds(1));
    }

    /** Compares sizes with what the server lists; a file that is hidden there is asked for by itself. */
    private void check(Session session, String folder, List<Transfer> transfers) {
        var sizes = new HashMap<String, OptionalLong>();
        Entries.of(session, folder).files().forEach(file -> sizes.put(file.name(), file.size()));
        for (var transfer : transfers) {
            long whole = transfer.offset() + transfer.bytes();
            var size = sizes.get(Paths.last(transfer.remote()));
            if (size == null) {
                size = session.ask(
                        Attempt.on("ask for the size of", transfer.remote()),
                        wire -> Facts.size(wire, transfer.remote()));
            }
            if (size.isPresent() && size.getAsLong() != whole) {
                crew.failed(
                        transfer.remote(),
                        new FtpException.Connection(
                                "cannot upload " + transfer.remote() + ": not all has arrived: the server has "
                                        + Text.bytes(size.getAsLong()) + " of " + Text.bytes(whole) + "; try again",
                                null));
            } else {
                report.add(size.isPresent() ? checked(transfer) : transfer);
            }
        }
    }

    private static Transfer checked(Transfer transfer) {
        return new Transfer(
                transfer.direction(),
                transfer.remote(),
                transfer.local(),
                transfer.bytes(),
                transfer.offset(),
                transfer.duration(),
                transfer.outcome(),
                Transfer.Check.SIZE,
                transfer.samples());
    }
}
