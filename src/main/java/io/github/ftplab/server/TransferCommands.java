package io.github.ftplab.server;

import io.github.ftplab.Permission;
import io.github.ftplab.server.DataTransfer.LocalFailure;
import io.github.ftplab.server.Verb.Argument;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Commands that move files (RFC 959, section 4.1.3; REST as in RFC 3659, section 5). */
final class TransferCommands {

    /** How much the kernel may send in one go; between two, progress is seen. What breaks off is counted to the last. */
    private static final long FIRST_STEP = 64 << 10;

    private static final long LARGEST_STEP = 1 << 20;

    private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();

    private final DataTransfer transfer;

    TransferCommands(DataTransfer transfer) {
        this.transfer = transfer;
    }

    List<Verb> verbs() {
        return List.of(
                new Verb("RETR", Permission.RETRIEVE, true, Argument.REQUIRED, "RETR <SP> file", this::retrieve),
                new Verb("STOR", Permission.STORE, true, Argument.REQUIRED, "STOR <SP> file", this::store),
                new Verb("APPE", Permission.APPEND, true, Argument.REQUIRED, "APPE <SP> file", this::append),
                new Verb(
                        "STOU",
                        Permission.STORE,
                        true,
                        Argument.OPTIONAL,
                        "STOU [<SP> name] (store under a name that is free)",
                        this::storeUnique),
                new Verb("REST", null, true, Argument.REQUIRED, "REST <SP> offset", TransferCommands::restart),
                new Verb("ABOR", null, true, Argument.NONE, "ABOR", TransferCommands::abort));
    }

    /** The transfer itself was ended when ABOR came, see {@link UrgentFilter}; here its turn to be answered has come. */
    private static void abort(Exchange x) {
        x.peer().data().close();
        if (x.peer().turns().answerAbort()) {
            x.reply(226, "ABOR done; the data connection is closed.");
        } else {
            x.reply(225, "No transfer to abort.");
        }
    }

    private static void restart(Exchange x) {
        if (x.isAscii()) {
            x.reply(501, "REST is not allowed in ASCII mode; send TYPE I first.");
            return;
        }
        try {
            long offset = Long.parseLong(x.argument());
            if (offset >= 0) {
                x.peer().restartAt(offset);
                x.reply(350, "The next transfer starts at byte " + offset + ".");
                return;
            }
        } catch (NumberFormatException e) {
            // answered below, as a negative number is
        }
        x.reply(501, "Invalid parameter: REST needs a number of bytes, 0 or more.");
    }

    private void retrieve(Exchange x) throws IOException {
        long offset = x.peer().takeRestart();
        try (var file = x.follow(x.argument()).openFile(x.argument(), Set.of(StandardOpenOption.READ), true)) {
            var source = file.channel();
            if (offset > source.size()) {
                refuseRestart(x, offset, source.size());
                return;
            }
            if (offset > 0) {
                source.position(offset);
            }
            var opening = opening(x, x.argument() + " (" + (source.size() - offset) + " bytes)");
            run(x, "RETR", x.virtual(x.argument()), opening, (link, progress) -> {
                if (x.isAscii()) {
                    sendAscii(source, link, progress);
                } else if (source instanceof FileChannel onDisk && !isBetterCopied(x)) {
                    sendWhole(onDisk, link, progress);
                } else {
                    sendCopying(source, link, progress);
                }
            });
        }
    }

    /**
     * A client on this machine shares its processors, and while many transfers run, what the kernel sends has left their
     * caches before it is read: copies take the server more time then, and the client half as much.
     */
    private boolean isBetterCopied(Exchange x) {
        return transfer.running() > PROCESSORS && x.peer().remote().getAddress().isLoopbackAddress();
    }

    /** Lets the kernel move the bytes, without a copy in this process. */
    private static void sendWhole(FileChannel source, DataLink link, Watchdog.Progress progress) throws IOException {
        long position = source.position();
        long step = FIRST_STEP;
        long sent;
        while ((sent = link.send(source, position, step)) > 0) {
            position += sent;
            progress.moved(sent);
            step = Math.min(step * 2, LARGEST_STEP);
        }
    }

    private static void sendCopying(SeekableByteChannel source, DataLink link, Watchdog.Progress progress)
            throws IOException {
        var buffer = DataTransfer.buffer();
        while (read(source, buffer) >= 0) {
            writeAll(buffer.flip(), link, progress);
            buffer.clear();
        }
    }

    private static void sendAscii(SeekableByteChannel source, DataLink link, Watchdog.Progress progress)
            throws IOException {
        var ascii = new Ascii();
        var raw = ByteBuffer.allocate(DataTransfer.buffer().capacity() / 4);
        var buffer = DataTransfer.buffer();
        while (read(source, raw) >= 0) {
            raw.flip();
            while (raw.hasRemaining()) {
                ascii.encode(raw, buffer);
                writeAll(buffer.flip(), link, progress);
                buffer.clear();
            }
            raw.clear();
        }
    }

    private void store(Exchange x) throws IOException {
        long offset = x.peer().takeRestart();
        var place = x.follow(x.argument());
        var options = Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try (var file = place.openFile(x.argument(), options, offset > 0)) {
            var sink = file.channel();
            if (offset > sink.size()) {
                refuseRestart(x, offset, sink.size());
                return;
            }
            // Not every provider's channel can be moved or cut: that of zipfs can't, and begins empty.
            if (offset > 0) {
                sink.position(offset);
            }
            boolean begun = run(x, "STOR", x.virtual(x.argument()), opening(x, x.argument()), (link, progress) -> {
                if (offset == 0 && sink.size() > 0) {
                    sink.truncate(0);
                }
                receive(x, link, sink, progress);
            });
            if (file.isNew() && !begun) {
                deleteIfEmpty(place, sink);
            }
        }
    }

    private static void refuseRestart(Exchange x, long offset, long size) {
        x.reply(554, "REST position %d > file size %d.".formatted(offset, size));
    }

    /** An offset makes no sense where the server chooses the place; it is refused rather than left out. */
    private static boolean isRestarted(Exchange x, String command) {
        boolean restarted = x.peer().takeRestart() > 0;
        if (restarted) {
            x.reply(450, "Can't " + command + " while REST is pending; send it again without.");
        }
        return restarted;
    }

    private void append(Exchange x) throws IOException {
        if (isRestarted(x, "APPE")) {
            return;
        }
        var place = x.follow(x.argument());
        var options = Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        try (var file = place.openFile(x.argument(), options, false)) {
            var sink = file.channel();
            boolean begun = run(
                    x,
                    "APPE",
                    x.virtual(x.argument()),
                    opening(x, x.argument()),
                    (link, progress) -> receive(x, link, sink, progress));
            if (file.isNew() && !begun) {
                deleteIfEmpty(place, sink);
            }
        }
    }

    /** An upload that did not begin leaves nothing; what somebody else has written since stays. */
    private static void deleteIfEmpty(Place file, SeekableByteChannel sink) throws IOException {
        try {
            if (sink.size() == 0) {
                file.delete();
            }
        } catch (NoSuchFileException e) {
            // somebody else has deleted it
        }
    }

    private void storeUnique(Exchange x) throws IOException {
        if (isRestarted(x, "STOU")) {
            return;
        }
        var wanted = x.request().hasArgument()
                ? x.argument()
                : "ftp." + UUID.randomUUID().toString().substring(0, 8);
        for (int i = 0; ; i++) {
            var name = i == 0 ? wanted : wanted + "." + i;
            var file = x.entry(name);
            try (var sink = file.open(Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE))) {
                // RFC 1123, section 4.1.2.9: clients find the name behind "FILE: ".
                var opening = "FILE: " + VirtualPath.name(x.virtual(name));
                boolean begun = run(x, "STOU", x.virtual(name), opening, (link, progress) -> {
                    receive(x, link, sink, progress);
                });
                if (!begun) {
                    deleteIfEmpty(file, sink);
                }
                return;
            } catch (FileAlreadyExistsException e) {
                // the next number may be free
            }
        }
    }

    /** Runs a transfer, tells who asks that it runs, and records it. */
    private boolean run(Exchange x, String command, String virtual, String opening, DataTransfer.Mover mover) {
        var peer = x.peer();
        boolean completed = transfer.run(x, opening, (link, progress) -> {
            peer.running(new Running(command, virtual, progress));
            mover.move(link, progress);
        });
        var begun = peer.takeRunning();
        if (begun != null) {
            x.journal().transferred(peer, begun, completed);
        }
        return begun != null;
    }

    private static void receive(Exchange x, DataLink link, SeekableByteChannel sink, Watchdog.Progress progress)
            throws IOException {
        if (x.isAscii()) {
            receiveAscii(link, sink, progress);
            return;
        }
        var buffer = DataTransfer.buffer();
        int count;
        while ((count = link.read(buffer)) >= 0) {
            progress.moved(count);
            write(buffer.flip(), sink);
            buffer.clear();
        }
    }

    private static void receiveAscii(DataLink link, SeekableByteChannel sink, Watchdog.Progress progress)
            throws IOException {
        var ascii = new Ascii();
        var buffer = DataTransfer.buffer();
        var plain = ByteBuffer.allocate(buffer.capacity() + 2);
        int count;
        while ((count = link.read(buffer)) >= 0) {
            progress.moved(count);
            ascii.decode(buffer.flip(), plain);
            write(plain.flip(), sink);
            buffer.clear();
            plain.clear();
        }
        ascii.finishDecoding(plain);
        write(plain.flip(), sink);
    }

    private static int read(SeekableByteChannel source, ByteBuffer buffer) throws LocalFailure {
        try {
            return source.read(buffer);
        } catch (IOException e) {
            throw new LocalFailure(e);
        }
    }

    private static void write(ByteBuffer buffer, SeekableByteChannel sink) throws LocalFailure {
        try {
            while (buffer.hasRemaining()) {
                sink.write(buffer);
            }
        } catch (IOException e) {
            throw new LocalFailure(e);
        }
    }

    private static void writeAll(ByteBuffer buffer, DataLink link, Watchdog.Progress progress) throws IOException {
        while (buffer.hasRemaining()) {
            progress.moved(link.write(buffer));
        }
    }

    private static String opening(Exchange x, String what) {
        return "Opening " + (x.isAscii() ? "ASCII" : "BINARY") + " mode data connection for " + what + ".";
    }
}
