package io.github.ftplab.internal.server.command;

import static io.github.ftplab.internal.server.command.CommandSpec.command;
import static io.github.ftplab.internal.server.command.Precondition.LOGIN;

import io.github.ftplab.Permission;
import io.github.ftplab.ServerLog.Level;
import io.github.ftplab.internal.protocol.FtpPath;
import io.github.ftplab.internal.protocol.LineEnds;
import io.github.ftplab.internal.protocol.Text;
import io.github.ftplab.internal.server.control.ClientPresence;
import io.github.ftplab.internal.server.data.DataChannel;
import io.github.ftplab.internal.server.data.DataTransfer;
import io.github.ftplab.internal.server.data.DataTransfer.LocalFailure;
import io.github.ftplab.internal.server.data.RunningTransfer;
import io.github.ftplab.internal.server.data.StallMonitor;
import io.github.ftplab.internal.server.file.FileBusyException;
import io.github.ftplab.internal.server.file.FileFailures;
import io.github.ftplab.internal.server.file.UploadTarget;
import io.github.ftplab.internal.server.file.UploadTarget.Mode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileAlreadyExistsException;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/** Commands that transfer files (RFC 959, section 4.1.3; REST as in RFC 3659, section 5). */
final class TransferCommands implements CommandSpec.Group {

    /**
     * How many bytes the kernel sends per call; progress is reported after each. The first is small, so that a transfer
     * which breaks early is counted exactly.
     */
    private static final long FIRST_CHUNK = 64 << 10;

    private static final long MAX_CHUNK = 1 << 20;

    private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();

    private final DataTransfer transfer;
    private final boolean sync;

    /** @param sync whether an upload is on the disk when it is acknowledged */
    TransferCommands(DataTransfer transfer, boolean sync) {
        this.transfer = transfer;
        this.sync = sync;
    }

    @Override
    public List<CommandSpec.Row> rows() {
        return List.of(
                row("RETR", Permission.RETRIEVE).argument("file"),
                row("STOR", Permission.STORE).argument("file"),
                row("APPE", Permission.APPEND).argument("file"),
                row("STOU", Permission.STORE).optional("name").note("store under a name that is free"),
                command("REST").needs(LOGIN).argument("offset"),
                command("ABOR").needs(LOGIN));
    }

    @Override
    public void run(String command, CommandContext x) throws IOException {
        switch (command) {
            case "RETR" -> retrieve(x);
            case "STOR" -> store(x);
            case "APPE" -> append(x);
            case "STOU" -> storeUnique(x);
            case "REST" -> restart(x);
            case "ABOR" -> abort(x);
            default -> throw new IllegalArgumentException(command);
        }
    }

    private static CommandSpec.Row row(String name, Permission permission) {
        return command(name).needs(LOGIN).permission(permission);
    }

    /**
     * Replies to ABOR. The transfer was aborted when ABOR arrived, see {@link CommandQueue}.
     */
    private static void abort(CommandContext x) {
        x.control().data().close();
        if (x.control().queue().answerAbort()) {
            x.reply(226, "ABOR done; the data connection is closed.");
        } else {
            x.reply(225, "No transfer to abort.");
        }
    }

    private static void restart(CommandContext x) {
        if (x.isAscii()) {
            x.reply(501, "REST is not allowed in ASCII mode; send TYPE I first.");
            return;
        }
        long offset = Text.number(x.argument());
        if (offset < 0) {
            x.reply(501, "Invalid parameter: REST needs a number of bytes, 0 or more.");
        } else {
            x.state().restartAt(offset);
            x.reply(350, "The next transfer starts at byte " + offset + ".");
        }
    }

    private void retrieve(CommandContext x) throws IOException {
        long offset = x.restartOffset();
        try (var source = x.follow(x.argument()).openFile(x.argument())) {
            long size = source.size();
            if (offset > size) {
                refuseRestart(x, offset, size);
                return;
            }
            if (offset > 0) {
                source.position(offset);
            }
            long expected = ImitatedCommand.announced(x, size - offset);
            var opening = opening(x, x.argument() + " (" + expected + " bytes)");
            var virtual = x.virtual(x.argument());
            run(x, opening, (channel, progress) -> {
                x.control().running(new RunningTransfer(x.verb(), virtual, progress));
                if (send(x, source, channel, progress) < expected) {
                    throw new LocalFailure(new IOException("the file became shorter while it was sent"));
                }
            });
        }
    }

    /** {@return how many bytes of the file were sent} */
    private long send(CommandContext x, SeekableByteChannel source, DataChannel channel, StallMonitor.Progress progress)
            throws IOException {
        if (x.isAscii()) {
            return sendAscii(source, channel, progress);
        }
        return source instanceof FileChannel onDisk && !isFasterCopied(x)
                ? sendDirectly(onDisk, channel, progress)
                : sendCopying(source, channel, progress);
    }

    /**
     * Whether to copy through a buffer instead of sendfile. With many concurrent transfers to clients on the same
     * machine, file pages sent by the kernel have left the CPU caches before the client reads them: copying costs the
     * server more, but the client only half.
     */
    private boolean isFasterCopied(CommandContext x) {
        return transfer.running() > PROCESSORS
                && x.control().remote().getAddress().isLoopbackAddress();
    }

    /** Sends with sendfile where the channel can. */
    private static long sendDirectly(FileChannel source, DataChannel channel, StallMonitor.Progress progress)
            throws IOException {
        long start = source.position();
        long position = start;
        long chunk = FIRST_CHUNK;
        long sent;
        while ((sent = channel.send(source, position, chunk)) > 0) {
            position += sent;
            progress.moved(sent);
            chunk = Math.min(chunk * 2, MAX_CHUNK);
        }
        return position - start;
    }

    private static long sendCopying(SeekableByteChannel source, DataChannel channel, StallMonitor.Progress progress)
            throws IOException {
        var buffer = DataTransfer.buffer();
        long total = 0;
        int count;
        while ((count = read(source, buffer)) >= 0) {
            total += count;
            writeAll(buffer.flip(), channel, progress);
            buffer.clear();
        }
        return total;
    }

    private static long sendAscii(SeekableByteChannel source, DataChannel channel, StallMonitor.Progress progress)
            throws IOException {
        var ascii = new LineEnds();
        var raw = ByteBuffer.allocate(DataTransfer.buffer().capacity() / 4);
        var buffer = DataTransfer.buffer();
        long total = 0;
        int count;
        while ((count = read(source, raw)) >= 0) {
            total += count;
            raw.flip();
            while (raw.hasRemaining()) {
                ascii.encode(raw, buffer);
                writeAll(buffer.flip(), channel, progress);
                buffer.clear();
            }
            raw.clear();
        }
        return total;
    }

    private void store(CommandContext x) throws IOException {
        long offset = x.restartOffset();
        var upload = x.follow(x.argument()).upload(x.argument(), offset > 0 ? Mode.RESUME : Mode.REPLACE, sync);
        try {
            if (offset > 0 && offset > upload.size()) {
                refuseRestart(x, offset, upload.size());
            } else {
                run(x, opening(x, x.argument()), new Receiver(x, x.virtual(x.argument()), upload, offset));
            }
        } finally {
            close(x, upload);
        }
    }

    private static void refuseRestart(CommandContext x, long offset, long size) {
        x.reply(554, String.format(Locale.ROOT, "REST position %d > file size %d.", offset, size));
    }

    /**
     * Refuses a pending REST offset, which makes no sense where the server chooses the position, rather than ignoring
     * it.
     */
    private static boolean hasRestartOffset(CommandContext x, String command) {
        boolean restarted = x.restartOffset() > 0;
        if (restarted) {
            x.reply(450, "Can't " + command + " while REST is pending; send it again without REST.");
        }
        return restarted;
    }

    private void append(CommandContext x) throws IOException {
        if (hasRestartOffset(x, "APPE")) {
            return;
        }
        var upload = x.follow(x.argument()).upload(x.argument(), Mode.APPEND, sync);
        try {
            run(x, opening(x, x.argument()), new Receiver(x, x.virtual(x.argument()), upload, 0));
        } finally {
            close(x, upload);
        }
    }

    private void storeUnique(CommandContext x) throws IOException {
        if (hasRestartOffset(x, "STOU")) {
            return;
        }
        var wanted = x.request().hasArgument()
                ? x.argument()
                : "ftp." + UUID.randomUUID().toString().substring(0, 8);
        for (int i = 0; ; i++) {
            var name = i == 0 ? wanted : wanted + "." + i;
            UploadTarget upload;
            try {
                upload = x.entry(name).upload(name, Mode.CREATE, sync);
            } catch (FileAlreadyExistsException | FileBusyException e) {
                continue; // Taken: try the next number.
            }
            try {
                // RFC 1123, section 4.1.2.9: "FILE: " precedes the name.
                var virtual = x.virtual(name);
                run(x, "FILE: " + FtpPath.name(virtual), new Receiver(x, virtual, upload, 0));
                return;
            } finally {
                close(x, upload);
            }
        }
    }

    /** Logs a failure, as the client already has its reply. */
    private static void close(CommandContext x, UploadTarget upload) {
        try {
            upload.close();
        } catch (IOException e) {
            var text = "%s: cannot delete the incomplete upload of %s: %s";
            x.recorder().log().add(Level.WARNING, text.formatted(x.control(), x.argument(), FileFailures.reason(e)));
        }
    }

    /** Runs a transfer, which publishes its progress, and records its result. */
    private void run(CommandContext x, String opening, DataTransfer.Mover mover) {
        var control = x.control();
        boolean completed = transfer.run(x, opening, mover);
        var begun = control.takeRunning();
        if (begun != null) {
            x.recorder()
                    .transferred(
                            control.client(), begun.command(), begun.path(), begun.bytes(), begun.seconds(), completed);
        }
    }

    /** Writes what a client sends to an upload target. */
    private record Receiver(CommandContext x, String virtual, UploadTarget upload, long offset)
            implements DataTransfer.Mover {

        @Override
        public void move(DataChannel channel, StallMonitor.Progress progress) throws IOException {
            x.control().running(new RunningTransfer(x.verb(), virtual, progress));
            receive(x, channel, sink(), progress);
        }

        private SeekableByteChannel sink() throws LocalFailure {
            try {
                var sink = upload.begin();
                if (offset > 0) {
                    sink.position(offset);
                }
                return sink;
            } catch (IOException e) {
                throw new LocalFailure(e);
            }
        }

        @Override
        public void complete() throws IOException {
            // isGone() first: it waits until the I/O thread has read what has arrived, which may be an ABOR.
            upload.complete(() -> ClientPresence.of(x.session()).isGone(x.session(), seconds()) || x.isAborting());
        }

        private double seconds() {
            var running = x.control().running();
            return running == null ? 0 : running.seconds();
        }

        @Override
        public void release() {
            close(x, upload);
        }
    }

    private static void receive(
            CommandContext x, DataChannel channel, SeekableByteChannel sink, StallMonitor.Progress progress)
            throws IOException {
        if (x.isAscii()) {
            receiveAscii(channel, sink, progress);
            return;
        }
        var buffer = DataTransfer.buffer();
        int count;
        while ((count = channel.read(buffer)) >= 0) {
            progress.moved(count);
            write(buffer.flip(), sink);
            buffer.clear();
        }
    }

    private static void receiveAscii(DataChannel channel, SeekableByteChannel sink, StallMonitor.Progress progress)
            throws IOException {
        var ascii = new LineEnds();
        var buffer = DataTransfer.buffer();
        var plain = ByteBuffer.allocate(buffer.capacity() + 2);
        int count;
        while ((count = channel.read(buffer)) >= 0) {
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

    private static void writeAll(ByteBuffer buffer, DataChannel channel, StallMonitor.Progress progress)
            throws IOException {
        while (buffer.hasRemaining()) {
            progress.moved(channel.write(buffer));
        }
    }

    private static String opening(CommandContext x, String what) {
        return "Opening " + (x.isAscii() ? "ASCII" : "BINARY") + " mode data connection for " + what + ".";
    }
}
