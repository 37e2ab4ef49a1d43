package io.github.ftplab;

import io.github.ftplab.client.Attempt;
import io.github.ftplab.client.Command;
import io.github.ftplab.client.Downloads;
import io.github.ftplab.client.Session;
import io.github.ftplab.client.Settings;
import io.github.ftplab.client.Streams;
import io.github.ftplab.client.Uploads;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.Consumer;

/** The part of {@link FtpClient} that moves and changes files. */
abstract sealed class Moving extends Looking permits Folders {

    private final Downloads downloads;
    private final Uploads uploads;
    private final Streams streams;

    Moving(Session session, Settings settings) {
        super(session, settings);
        this.downloads = new Downloads(session);
        this.uploads = new Uploads(session);
        this.streams = new Streams(session);
    }

    /**
     * Downloads a file into this program's current folder, under its own name (RETR).
     *
     * @param name the file's path on the server
     * @return what was moved
     * @throws FtpException as {@link #download(String, Path, TransferOption...)} does
     */
    public Transfer download(String name) {
        return downloads.download(name, Path.of(""));
    }

    /**
     * Downloads a file (RETR). It goes into a file of its own beside the target and takes its place when it is whole:
     * if the download fails, nothing is left, and an older file of that name stays as it was.
     *
     * <pre>{@code
     * ftp.download("example.txt", Path.of("copy.txt"));    // another name
     * ftp.download("example.txt", Path.of("copies"));      // into the folder copies, if there is one
     * }</pre>
     *
     * @param name the file's path on the server
     * @param target a folder that exists, or the name that the file is to get; folders that this takes are made. (A
     *     {@code Path} forgets a slash at its end, so that a folder that is missing can't be told from a file)
     * @param options what to do if the target exists, and whether to keep the file's time; else the target is replaced
     * @return what was moved
     * @throws FtpException.Refused if there is no such file, or the user may not read it (550)
     * @throws FtpException.LocalFile if the target can't be written
     * @throws FtpException.Connection if the connection broke, or nothing moved for 30 seconds
     */
    public Transfer download(String name, Path target, TransferOption... options) {
        return downloads.download(name, target, options);
    }

    /**
     * Uploads a file into the current folder on the server, under its own name (STOR). A file of that name there is
     * replaced.
     *
     * <pre>{@code
     * ftp.upload(Path.of("exampleFile.txt"));    // uploaded ./exampleFile.txt → exampleFile.txt (8 bytes, 1.4 ms)
     * }</pre>
     *
     * @param file a file on this side
     * @return what was moved
     * @throws FtpException as {@link #upload(Path, String, TransferOption...)} does
     */
    public Transfer upload(Path file) {
        return uploads.upload(file, Uploads.localName(file));
    }

    /**
     * Uploads a file (STOR). A file of that name there is replaced; if the upload fails, the server may keep a part of
     * it.
     *
     * <pre>{@code
     * ftp.upload(Path.of("exampleFile.txt"), "copy.txt");    // another name
     * ftp.upload(Path.of("exampleFile.txt"), "pub/");        // into the folder pub
     * }</pre>
     *
     * @param file a file on this side
     * @param remote the file's path on the server, or a folder there if it ends in {@code /}
     * @param options what to do if the file exists there, and whether to keep the file's time
     * @return what was moved
     * @throws FtpException.LocalFile if there is no such file on this side or it can't be read; nothing was sent then
     * @throws FtpException.Refused if the user may not write there (550)
     * @throws FtpException.Connection if the connection broke, or nothing moved for 30 seconds
     */
    public Transfer upload(Path file, String remote, TransferOption... options) {
        return uploads.upload(file, remote, options);
    }

    /**
     * Uploads all that a stream has (STOR). The stream is not closed.
     *
     * <pre>{@code
     * ftp.upload(new ByteArrayInputStream(bytes), "bytes.bin");
     * }</pre>
     *
     * @param source what to upload
     * @param remote the file's path on the server
     * @return what was moved
     * @throws FtpException as {@link #upload(Path, String, TransferOption...)} does
     */
    public Transfer upload(InputStream source, String remote) {
        return uploads.upload(Channels.newChannel(source), remote);
    }

    /**
     * Uploads a file under a name that the server chooses (STOU), so that nothing is replaced.
     *
     * <pre>{@code
     * ftp.uploadUnique(Path.of("exampleFile.txt")).remote();
     * }</pre>
     *
     * @param file a file on this side
     * @return what was moved; {@link Transfer#remote()} is the name
     * @throws FtpException as {@link #upload(Path, String, TransferOption...)} does
     */
    public Transfer uploadUnique(Path file) {
        return uploads.uploadUnique(file);
    }

    /**
     * Adds a file to the end of one on the server (APPE), which is made if it is missing.
     *
     * <pre>{@code
     * ftp.append(Path.of("exampleFile.txt"), "example.txt");
     * }</pre>
     *
     * @param file a file on this side
     * @param remote the path on the server
     * @return what was moved
     * @throws FtpException as {@link #upload(Path, String, TransferOption...)} does
     */
    public Transfer append(Path file, String remote) {
        return uploads.append(file, remote);
    }

    /**
     * Reads a file on the server as text, in UTF-8 (RETR).
     *
     * <pre>{@code
     * ftp.readText("example.txt");    // hello
     * }</pre>
     *
     * @param name the file's path on the server
     * @return all of it
     * @throws FtpException.Refused if there is no such file, or the user may not read it (550)
     */
    public String readText(String name) {
        return new String(readBytes(name), StandardCharsets.UTF_8);
    }

    /**
     * Reads a file on the server as a whole (RETR).
     *
     * <pre>{@code
     * Arrays.toString(ftp.readBytes("example.txt"));    // [104, 101, 108, 108, 111, 10]
     * }</pre>
     *
     * @param name the file's path on the server
     * @return its bytes
     * @throws FtpException.Refused if there is no such file, or the user may not read it (550)
     */
    public byte[] readBytes(String name) {
        try (var in = read(name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Writes a text to a file on the server, in UTF-8 (STOR). A file of that name is replaced.
     *
     * <pre>{@code
     * ftp.writeText("note.txt", "hello");
     * }</pre>
     *
     * @param name the file's path on the server
     * @param text what is to be in it
     * @return what was moved
     * @throws FtpException.Refused if the user may not write there (550)
     */
    public Transfer writeText(String name, String text) {
        return upload(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), name);
    }

    /**
     * Opens a file on the server for reading (RETR). Until the stream is closed the session can do nothing else; to
     * close it before its end breaks the transfer off. What fails is an {@link FtpException}, from the stream too.
     *
     * <pre>{@code
     * try (var in = ftp.read("example.txt")) {
     *     System.out.println(in.read());
     * }
     * }</pre>
     *
     * @param name the file's path on the server
     * @return its contents
     * @throws FtpException.Refused if there is no such file, or the user may not read it (550)
     */
    public InputStream read(String name) {
        return streams.read(name);
    }

    /**
     * Opens a file on the server for writing (STOR). Until the stream is closed the session can do nothing else; closing
     * it completes the file, however much was written. What fails is an {@link FtpException}, from the stream too.
     *
     * <pre>{@code
     * try (var out = new PrintStream(new BufferedOutputStream(ftp.write("squares.txt")))) {
     *     for (int i = 0; i < 100; i++) out.println(i * i);
     * }
     * }</pre>
     *
     * @param name the file's path on the server
     * @return where to write; it keeps no buffer
     * @throws FtpException.Refused if the user may not write there (550)
     */
    public OutputStream write(String name) {
        return streams.write(name);
    }

    /**
     * Says who is told how far each transfer of a file has come, from the next one on: when it begins, at most about
     * five times a second while it runs, and at its end.
     *
     * <p>The listener is called by the thread that moves the file, which waits for it, one call at a time also where
     * several sessions share it. What it throws ends the transfer as an error does, and comes out of the call that
     * began it. It can't use this session.
     *
     * <pre>{@code
     * ftp.onProgress(progress -> System.out.println(progress));
     * }</pre>
     *
     * @param listener takes the place of the one before
     */
    public void onProgress(Consumer<TransferProgress> listener) {
        session.onProgress(listener);
    }

    /**
     * Deletes a file on the server (DELE).
     *
     * <pre>{@code
     * ftp.delete("example.txt");    // 250 File removed.
     * }</pre>
     *
     * @param path the file
     * @return the server's answer
     * @throws FtpException.Refused if there is no such file, or the user may not delete it (550)
     */
    public Reply delete(String path) {
        return session.command(Attempt.on("delete", path), Command.onPath("DELE", path));
    }

    /**
     * Renames or moves a file or folder on the server (RNFR and RNTO).
     *
     * <pre>{@code
     * ftp.rename("example.txt", "pub/moved.txt");
     * }</pre>
     *
     * @param from its path
     * @param to the path that it is to get
     * @return the server's answer
     * @throws FtpException.Refused if it does not exist, or the user may not rename it (550)
     */
    public Reply rename(String from, String to) {
        return session.command(
                new Attempt("rename " + from + " to " + to, from),
                Command.onPath("RNFR", from),
                Command.onPath("RNTO", to));
    }

    /**
     * Makes a folder on the server (MKD). The one around it must be there.
     *
     * <pre>{@code
     * ftp.mkdir("new");
     * ftp.rmdir("new");
     * }</pre>
     *
     * @param path the new folder
     * @return the server's answer
     * @throws FtpException.Refused if it exists already, or the user may not make it (550)
     */
    public Reply mkdir(String path) {
        return session.command(Attempt.on("make folder", path), Command.onPath("MKD", path));
    }

    /**
     * Deletes an empty folder on the server (RMD).
     *
     * @param path the folder
     * @return the server's answer
     * @throws FtpException.Refused if there is no such folder, it is not empty, or the user may not delete it (550)
     */
    public Reply rmdir(String path) {
        return session.command(Attempt.on("delete folder", path), Command.onPath("RMD", path));
    }
}
