package io.github.ftplab;

import static java.util.Objects.requireNonNull;

import io.github.ftplab.internal.client.BackgroundCalls;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The operations of a {@link FtpClient} as futures, so that a cell, a lesson or a test continues while they run. {@link
 * FtpClient#inBackground()} returns one.
 *
 * <pre>{@code
 * var download = ftp.inBackground().download("large.iso");
 * ftp.dir();                // does not wait
 * download.isDone();        // false
 * download.toString();      // download large.iso: running (large.iso: 12 MB of 60 MB, 4 MB/s, 12 s left)
 * download.get();           // waits: downloaded large.iso → ./large.iso (60 MB, 15 s)
 * }</pre>
 *
 * <p><b>Session and order:</b> an FTP session does one thing at a time, so background calls have a session of their
 * own. It is opened when needed, with the client's user and its current directory at the time of the call, and closed a
 * few seconds after the last call. Calls run one at a time, in the order in which they were made. A server that allows
 * each user a single session refuses the second.
 *
 * <p><b>Cancellation:</b> {@code cancel(true)} aborts a running transfer, leaves no incomplete local file, and affects
 * no other call; so does anything else that completes the future, such as {@code orTimeout}. Code of your own that a
 * call runs, such as a listener or a stream's {@code read}, is interrupted, and the next call waits until it returns.
 * {@link FtpClient#close} and {@link FtpClient#quit} end all calls and their session: calls that are not done complete
 * with a {@link FtpException.Connection}.
 *
 * <p><b>Errors</b> are those of the client's methods: {@code join()} throws a {@link
 * java.util.concurrent.CompletionException} and {@code get()} an {@link java.util.concurrent.ExecutionException}, each
 * with the {@link FtpException} as its cause, or the {@link IllegalArgumentException} for an invalid argument. After the
 * client was closed, a call throws an {@link IllegalStateException} at once.
 *
 * <p><b>Threads:</b> a daemon thread runs the calls, and also calls the listener of {@link FtpClient#onProgress}.
 * Actions chained to a future ({@code thenAccept}) run on it too and delay the next call, unless they are chained by a
 * method whose name ends in {@code Async}. They must not wait for a later call, which could never begin: use
 * {@code thenCompose}. In that thread, {@code join()} and {@code get()} of an unfinished call throw an
 * {@link IllegalStateException}; waiting for a future derived from one, as by {@code allOf}, never returns. If a future
 * is completed in another way, its actions run in another thread: that of the caller of {@code cancel} or
 * {@code complete}, the timer of {@code orTimeout}, a daemon thread after {@code close()}; if it is already done, that
 * of the caller who chains them. May be used from any thread.
 */
public final class BackgroundFtpClient {

    private final BackgroundCalls calls;

    BackgroundFtpClient(BackgroundCalls calls) {
        this.calls = calls;
    }

    private <T> CompletableFuture<T> call(String what, Function<FtpClient, T> verb) {
        return calls.submit(what, session -> verb.apply(new FtpClient(session)));
    }

    /**
     * Calls {@link FtpClient#dir()} in the background.
     *
     * <pre>{@code
     * ftp.inBackground().dir().join();
     * }</pre>
     *
     * @return its entries
     */
    public CompletableFuture<Listing> dir() {
        return call("list the current directory", ftp -> ftp.dir());
    }

    /**
     * Calls {@link FtpClient#dir(String)} in the background.
     *
     * <pre>{@code
     * ftp.inBackground().dir("pub").join();
     * }</pre>
     *
     * @param path the path on the server
     * @return its entries
     */
    public CompletableFuture<Listing> dir(String path) {
        requireNonNull(path, "path");
        return call("list " + path, ftp -> ftp.dir(path));
    }

    /**
     * Calls {@link FtpClient#list()} in the background.
     *
     * <pre>{@code
     * ftp.inBackground().list().join();
     * }</pre>
     *
     * @return its entries, with all the facts that the server gives
     */
    public CompletableFuture<Listing> list() {
        return call("list the current directory", ftp -> ftp.list());
    }

    /**
     * Calls {@link FtpClient#list(String)} in the background.
     *
     * <pre>{@code
     * ftp.inBackground().list("pub").join();
     * }</pre>
     *
     * @param path the path on the server
     * @return its entries, with all the facts that the server gives
     */
    public CompletableFuture<Listing> list(String path) {
        requireNonNull(path, "path");
        return call("list " + path, ftp -> ftp.list(path));
    }

    /**
     * Calls {@link FtpClient#list(String, Consumer)} in the background.
     *
     * <pre>{@code
     * ftp.inBackground().list("archive", file -> System.out.println(file.name())).join();
     * }</pre>
     *
     * @param path the path on the server
     * @param action what to do with each entry
     * @return how many entries there were; the action is called on the background thread
     */
    public CompletableFuture<Listing.Summary> list(String path, Consumer<RemoteFile> action) {
        requireNonNull(path, "path");
        requireNonNull(action, "action");
        return call("list " + path, ftp -> ftp.list(path, action));
    }

    /**
     * Calls {@link FtpClient#walk(String)} in the background.
     *
     * <pre>{@code
     * ftp.inBackground().walk("pub").join();
     * }</pre>
     *
     * @param path the path on the server
     * @return all entries
     */
    public CompletableFuture<Listing> walk(String path) {
        requireNonNull(path, "path");
        return call("list all in " + path, ftp -> ftp.walk(path));
    }

    /**
     * Calls {@link FtpClient#walk(String, int)} in the background.
     *
     * <pre>{@code
     * ftp.inBackground().walk("pub", 2).join();
     * }</pre>
     *
     * @param path the path on the server
     * @param depth how many levels; 1 is the directory alone
     * @return all entries
     */
    public CompletableFuture<Listing> walk(String path, int depth) {
        requireNonNull(path, "path");
        return call("list all in " + path, ftp -> ftp.walk(path, depth));
    }

    /**
     * Calls {@link FtpClient#nlst()} in the background.
     *
     * <pre>{@code
     * ftp.inBackground().nlst().join();
     * }</pre>
     *
     * @return the names
     */
    public CompletableFuture<List<String>> nlst() {
        return call("name what is in the current directory", ftp -> ftp.nlst());
    }

    /**
     * Calls {@link FtpClient#nlst(String)} in the background.
     *
     * <pre>{@code
     * ftp.inBackground().nlst("pub").join();
     * }</pre>
     *
     * @param path the path on the server
     * @return the names
     */
    public CompletableFuture<List<String>> nlst(String path) {
        requireNonNull(path, "path");
        return call("name what is in " + path, ftp -> ftp.nlst(path));
    }

    /**
     * Calls {@link FtpClient#stat(String)} in the background.
     *
     * <pre>{@code
     * ftp.inBackground().stat("example.txt").join();
     * }</pre>
     *
     * @param path the path on the server
     * @return what it is
     */
    public CompletableFuture<RemoteFile> stat(String path) {
        requireNonNull(path, "path");
        return call("look at " + path, ftp -> ftp.stat(path));
    }

    /**
     * Calls {@link FtpClient#exists(String)} in the background.
     *
     * <pre>{@code
     * ftp.inBackground().exists("example.txt").join();
     * }</pre>
     *
     * @param path the path on the server
     * @return whether the path exists
     */
    public CompletableFuture<Boolean> exists(String path) {
        requireNonNull(path, "path");
        return call("look for " + path, ftp -> ftp.exists(path));
    }

    /**
     * Calls {@link FtpClient#size(String)} in the background.
     *
     * <pre>{@code
     * ftp.inBackground().size("example.txt").join();
     * }</pre>
     *
     * @param path the path on the server
     * @return its size in bytes
     */
    public CompletableFuture<Long> size(String path) {
        requireNonNull(path, "path");
        return call("ask for the size of " + path, ftp -> ftp.size(path));
    }

    /**
     * Calls {@link FtpClient#modified(String)} in the background.
     *
     * <pre>{@code
     * ftp.inBackground().modified("example.txt").join();
     * }</pre>
     *
     * @param path the path on the server
     * @return the time
     */
    public CompletableFuture<Instant> modified(String path) {
        requireNonNull(path, "path");
        return call("ask for the time of " + path, ftp -> ftp.modified(path));
    }

    /**
     * Calls {@link FtpClient#hash(String)} in the background.
     *
     * <pre>{@code
     * ftp.inBackground().hash("example.txt").join();
     * }</pre>
     *
     * @param path the path on the server
     * @return algorithm and digest
     */
    public CompletableFuture<FileHash> hash(String path) {
        requireNonNull(path, "path");
        return call("ask for the hash of " + path, ftp -> ftp.hash(path));
    }

    /**
     * Calls {@link FtpClient#setModified(String, Instant)} in the background.
     *
     * <pre>{@code
     * ftp.inBackground().setModified("example.txt", Instant.now()).join();
     * }</pre>
     *
     * @param path the path on the server
     * @param time the time
     * @return the server's answer
     */
    public CompletableFuture<Reply> setModified(String path, Instant time) {
        requireNonNull(path, "path");
        requireNonNull(time, "time");
        return call("set the time of " + path, ftp -> ftp.setModified(path, time));
    }

    /**
     * Calls {@link FtpClient#chmod(String, String)} in the background.
     *
     * <pre>{@code
     * ftp.inBackground().chmod("example.txt", "644").join();
     * }</pre>
     *
     * @param path the path on the server
     * @param mode octal digits or nine letters
     * @return the server's answer
     */
    public CompletableFuture<Reply> chmod(String path, String mode) {
        requireNonNull(path, "path");
        requireNonNull(mode, "mode");
        return call("change the mode of " + path, ftp -> ftp.chmod(path, mode));
    }

    /**
     * Calls {@link FtpClient#download(String)} in the background.
     *
     * <pre>{@code
     * ftp.inBackground().download("example.txt").join();
     * }</pre>
     *
     * @param name the file's path on the server
     * @return the result of the transfer
     */
    public CompletableFuture<Transfer> download(String name) {
        requireNonNull(name, "name");
        return call("download " + name, ftp -> ftp.download(name));
    }

    /**
     * Calls {@link FtpClient#download(String, Path, TransferOption...)} in the background.
     *
     * <pre>{@code
     * ftp.inBackground().download("example.txt", Path.of("copy.txt")).join();
     * }</pre>
     *
     * @param name the file's path on the server
     * @param target a local directory, or the new file's name
     * @param options the options of the transfer
     * @return the result of the transfer
     */
    public CompletableFuture<Transfer> download(String name, Path target, TransferOption... options) {
        requireNonNull(name, "name");
        requireNonNull(target, "target");
        requireNonNull(options, "options");
        var chosen = options.clone();
        return call("download " + name, ftp -> ftp.download(name, target, chosen));
    }

    /**
     * Calls {@link FtpClient#download(String, String, TransferOption...)} in the background.
     *
     * <pre>{@code
     * ftp.inBackground().download("example.txt", "copies/").join();
     * }</pre>
     *
     * @param name the file's path on the server
     * @param target a local directory, or the new file's name
     * @param options the options of the transfer
     * @return the result of the transfer
     */
    public CompletableFuture<Transfer> download(String name, String target, TransferOption... options) {
        requireNonNull(name, "name");
        requireNonNull(target, "target");
        requireNonNull(options, "options");
        var chosen = options.clone();
        return call("download " + name, ftp -> ftp.download(name, target, chosen));
    }

    /**
     * Calls {@link FtpClient#upload(Path)} in the background.
     *
     * <pre>{@code
     * ftp.inBackground().upload(Path.of("exampleFile.txt")).join();
     * }</pre>
     *
     * @param file a local file
     * @return the result of the transfer
     */
    public CompletableFuture<Transfer> upload(Path file) {
        requireNonNull(file, "file");
        return call("upload " + file, ftp -> ftp.upload(file));
    }

    /**
     * Calls {@link FtpClient#upload(String)} in the background.
     *
     * <pre>{@code
     * ftp.inBackground().upload("exampleFile.txt").join();
     * }</pre>
     *
     * @param file the path of a local file
     * @return the result of the transfer
     */
    public CompletableFuture<Transfer> upload(String file) {
        return upload(Path.of(requireNonNull(file, "file")));
    }

    /**
     * Calls {@link FtpClient#upload(Path, String, TransferOption...)} in the background.
     *
     * <pre>{@code
     * ftp.inBackground().upload(Path.of("exampleFile.txt"), "pub/").join();
     * }</pre>
     *
     * @param file a local file
     * @param remote the path on the server
     * @param options the options of the transfer
     * @return the result of the transfer
     */
    public CompletableFuture<Transfer> upload(Path file, String remote, TransferOption... options) {
        requireNonNull(file, "file");
        requireNonNull(remote, "remote");
        requireNonNull(options, "options");
        var chosen = options.clone();
        return call("upload " + file, ftp -> ftp.upload(file, remote, chosen));
    }

    /**
     * Calls {@link FtpClient#upload(String, String, TransferOption...)} in the background.
     *
     * <pre>{@code
     * ftp.inBackground().upload("exampleFile.txt", "pub/").join();
     * }</pre>
     *
     * @param file the path of a local file
     * @param remote the path on the server
     * @param options the options of the transfer
     * @return the result of the transfer
     */
    public CompletableFuture<Transfer> upload(String file, String remote, TransferOption... options) {
        return upload(Path.of(requireNonNull(file, "file")), remote, options);
    }

    /**
     * Calls {@link FtpClient#upload(InputStream, String)} in the background.
     *
     * <pre>{@code
     * ftp.inBackground().upload(new ByteArrayInputStream(bytes), "bytes.bin").join();
     * }</pre>
     *
     * @param source what to upload
     * @param remote the path on the server
     * @return the result of the transfer; the stream is read on the background thread
     */
    public CompletableFuture<Transfer> upload(InputStream source, String remote) {
        requireNonNull(source, "source");
        requireNonNull(remote, "remote");
        return call("upload to " + remote, ftp -> ftp.upload(source, remote));
    }

    /**
     * Calls {@link FtpClient#uploadUnique(Path)} in the background.
     *
     * <pre>{@code
     * ftp.inBackground().uploadUnique(Path.of("exampleFile.txt")).join();
     * }</pre>
     *
     * @param file a local file
     * @return the result of the transfer, with the name
     */
    public CompletableFuture<Transfer> uploadUnique(Path file) {
        requireNonNull(file, "file");
        return call("upload " + file, ftp -> ftp.uploadUnique(file));
    }

    /**
     * Calls {@link FtpClient#uploadUnique(String)} in the background.
     *
     * <pre>{@code
     * ftp.inBackground().uploadUnique("exampleFile.txt").join();
     * }</pre>
     *
     * @param file the path of a local file
     * @return the result of the transfer, with the name
     */
    public CompletableFuture<Transfer> uploadUnique(String file) {
        return uploadUnique(Path.of(requireNonNull(file, "file")));
    }

    /**
     * Calls {@link FtpClient#append(Path, String)} in the background.
     *
     * <pre>{@code
     * ftp.inBackground().append(Path.of("exampleFile.txt"), "example.txt").join();
     * }</pre>
     *
     * @param file a local file
     * @param remote the path on the server
     * @return the result of the transfer
     */
    public CompletableFuture<Transfer> append(Path file, String remote) {
        requireNonNull(file, "file");
        requireNonNull(remote, "remote");
        return call("append " + file, ftp -> ftp.append(file, remote));
    }

    /**
     * Calls {@link FtpClient#append(String, String)} in the background.
     *
     * <pre>{@code
     * ftp.inBackground().append("exampleFile.txt", "example.txt").join();
     * }</pre>
     *
     * @param file the path of a local file
     * @param remote the path on the server
     * @return the result of the transfer
     */
    public CompletableFuture<Transfer> append(String file, String remote) {
        return append(Path.of(requireNonNull(file, "file")), remote);
    }

    /**
     * Calls {@link FtpClient#readText(String)} in the background.
     *
     * <pre>{@code
     * ftp.inBackground().readText("example.txt").join();
     * }</pre>
     *
     * @param name the file's path on the server
     * @return all of it
     */
    public CompletableFuture<String> readText(String name) {
        requireNonNull(name, "name");
        return call("read " + name, ftp -> ftp.readText(name));
    }

    /**
     * Calls {@link FtpClient#readBytes(String)} in the background.
     *
     * <pre>{@code
     * ftp.inBackground().readBytes("example.txt").join();
     * }</pre>
     *
     * @param name the file's path on the server
     * @return its bytes
     */
    public CompletableFuture<byte[]> readBytes(String name) {
        requireNonNull(name, "name");
        return call("read " + name, ftp -> ftp.readBytes(name));
    }

    /**
     * Calls {@link FtpClient#writeText(String, String)} in the background.
     *
     * <pre>{@code
     * ftp.inBackground().writeText("note.txt", "hello").join();
     * }</pre>
     *
     * @param name the file's path on the server
     * @param text the text
     * @return the result of the transfer
     */
    public CompletableFuture<Transfer> writeText(String name, String text) {
        requireNonNull(name, "name");
        requireNonNull(text, "text");
        return call("write " + name, ftp -> ftp.writeText(name, text));
    }

    /**
     * Calls {@link FtpClient#writeBytes(String, byte[])} in the background.
     *
     * <pre>{@code
     * ftp.inBackground().writeBytes("bytes.bin", bytes).join();
     * }</pre>
     *
     * @param name the file's path on the server
     * @param bytes the bytes
     * @return the result of the transfer; what is written are the bytes at the time of the call
     */
    public CompletableFuture<Transfer> writeBytes(String name, byte[] bytes) {
        requireNonNull(name, "name");
        requireNonNull(bytes, "bytes");
        var copy = bytes.clone();
        return call("write " + name, ftp -> ftp.writeBytes(name, copy));
    }

    /**
     * Calls {@link FtpClient#appendText(String, String)} in the background.
     *
     * <pre>{@code
     * ftp.inBackground().appendText("note.txt", "hello").join();
     * }</pre>
     *
     * @param name the file's path on the server
     * @param text the text
     * @return the result of the transfer
     */
    public CompletableFuture<Transfer> appendText(String name, String text) {
        requireNonNull(name, "name");
        requireNonNull(text, "text");
        return call("append to " + name, ftp -> ftp.appendText(name, text));
    }

    /**
     * Calls {@link FtpClient#delete(String)} in the background.
     *
     * <pre>{@code
     * ftp.inBackground().delete("example.txt").join();
     * }</pre>
     *
     * @param path the path on the server
     * @return the server's answer
     */
    public CompletableFuture<Reply> delete(String path) {
        requireNonNull(path, "path");
        return call("delete " + path, ftp -> ftp.delete(path));
    }

    /**
     * Calls {@link FtpClient#rename(String, String)} in the background.
     *
     * <pre>{@code
     * ftp.inBackground().rename("example.txt", "moved.txt").join();
     * }</pre>
     *
     * @param from the old path on the server
     * @param to the new path on the server
     * @return the server's answer
     */
    public CompletableFuture<Reply> rename(String from, String to) {
        requireNonNull(from, "from");
        requireNonNull(to, "to");
        return call("rename " + from, ftp -> ftp.rename(from, to));
    }

    /**
     * Calls {@link FtpClient#mkdir(String)} in the background.
     *
     * <pre>{@code
     * ftp.inBackground().mkdir("new").join();
     * }</pre>
     *
     * @param path the path on the server
     * @return the server's answer
     */
    public CompletableFuture<Reply> mkdir(String path) {
        requireNonNull(path, "path");
        return call("make directory " + path, ftp -> ftp.mkdir(path));
    }

    /**
     * Calls {@link FtpClient#mkdirs(String)} in the background.
     *
     * <pre>{@code
     * ftp.inBackground().mkdirs("a/b/c").join();
     * }</pre>
     *
     * @param path the path on the server
     * @return the directories that were created
     */
    public CompletableFuture<List<String>> mkdirs(String path) {
        requireNonNull(path, "path");
        return call("make directory " + path, ftp -> ftp.mkdirs(path));
    }

    /**
     * Calls {@link FtpClient#rmdir(String)} in the background.
     *
     * <pre>{@code
     * ftp.inBackground().rmdir("incoming").join();
     * }</pre>
     *
     * @param path the path on the server
     * @return the server's answer
     */
    public CompletableFuture<Reply> rmdir(String path) {
        requireNonNull(path, "path");
        return call("delete directory " + path, ftp -> ftp.rmdir(path));
    }

    /**
     * Calls {@link FtpClient#downloadDirectory(String, Path)} in the background.
     *
     * <pre>{@code
     * ftp.inBackground().downloadDirectory("pub", Path.of("copy")).join();
     * }</pre>
     *
     * @param from the directory on the server
     * @param to the local directory
     * @return the result for each file
     */
    public CompletableFuture<DirectoryTransfer> downloadDirectory(String from, Path to) {
        return downloadDirectory(from, to, DirectoryOptions.DEFAULT);
    }

    /**
     * Calls {@link FtpClient#downloadDirectory(String, String)} in the background.
     *
     * <pre>{@code
     * ftp.inBackground().downloadDirectory("pub", "copy").join();
     * }</pre>
     *
     * @param from the directory on the server
     * @param to the path of the local directory
     * @return the result for each file
     */
    public CompletableFuture<DirectoryTransfer> downloadDirectory(String from, String to) {
        return downloadDirectory(from, to, DirectoryOptions.DEFAULT);
    }

    /**
     * Calls {@link FtpClient#downloadDirectory(String, Path, DirectoryOptions)} in the background.
     *
     * <pre>{@code
     * ftp.inBackground().downloadDirectory("pub", Path.of("copy"), DirectoryOptions.DEFAULT.parallel(2)).join();
     * }</pre>
     *
     * @param from the directory on the server
     * @param to the local directory
     * @param options the options of the transfer
     * @return the result for each file
     */
    public CompletableFuture<DirectoryTransfer> downloadDirectory(String from, Path to, DirectoryOptions options) {
        requireNonNull(from, "from");
        requireNonNull(to, "to");
        requireNonNull(options, "options");
        return call("download directory " + from, ftp -> ftp.downloadDirectory(from, to, options));
    }

    /**
     * Calls {@link FtpClient#downloadDirectory(String, String, DirectoryOptions)} in the background.
     *
     * <pre>{@code
     * ftp.inBackground().downloadDirectory("pub", "copy", DirectoryOptions.DEFAULT.parallel(2)).join();
     * }</pre>
     *
     * @param from the directory on the server
     * @param to the path of the local directory
     * @param options the options of the transfer
     * @return the result for each file
     */
    public CompletableFuture<DirectoryTransfer> downloadDirectory(String from, String to, DirectoryOptions options) {
        return downloadDirectory(from, Path.of(requireNonNull(to, "to")), options);
    }

    /**
     * Calls {@link FtpClient#uploadDirectory(Path, String)} in the background.
     *
     * <pre>{@code
     * ftp.inBackground().uploadDirectory(Path.of("site"), "www").join();
     * }</pre>
     *
     * @param from the local directory
     * @param to the directory on the server
     * @return the result for each file
     */
    public CompletableFuture<DirectoryTransfer> uploadDirectory(Path from, String to) {
        return uploadDirectory(from, to, DirectoryOptions.DEFAULT);
    }

    /**
     * Calls {@link FtpClient#uploadDirectory(String, String)} in the background.
     *
     * <pre>{@code
     * ftp.inBackground().uploadDirectory("site", "www").join();
     * }</pre>
     *
     * @param from the path of the local directory
     * @param to the directory on the server
     * @return the result for each file
     */
    public CompletableFuture<DirectoryTransfer> uploadDirectory(String from, String to) {
        return uploadDirectory(from, to, DirectoryOptions.DEFAULT);
    }

    /**
     * Calls {@link FtpClient#uploadDirectory(Path, String, DirectoryOptions)} in the background.
     *
     * <pre>{@code
     * ftp.inBackground().uploadDirectory(Path.of("site"), "www", DirectoryOptions.DEFAULT.parallel(2)).join();
     * }</pre>
     *
     * @param from the local directory
     * @param to the directory on the server
     * @param options the options of the transfer
     * @return the result for each file
     */
    public CompletableFuture<DirectoryTransfer> uploadDirectory(Path from, String to, DirectoryOptions options) {
        requireNonNull(from, "from");
        requireNonNull(to, "to");
        requireNonNull(options, "options");
        return call("upload directory " + from, ftp -> ftp.uploadDirectory(from, to, options));
    }

    /**
     * Calls {@link FtpClient#uploadDirectory(String, String, DirectoryOptions)} in the background.
     *
     * <pre>{@code
     * ftp.inBackground().uploadDirectory("site", "www", DirectoryOptions.DEFAULT.parallel(2)).join();
     * }</pre>
     *
     * @param from the path of the local directory
     * @param to the directory on the server
     * @param options the options of the transfer
     * @return the result for each file
     */
    public CompletableFuture<DirectoryTransfer> uploadDirectory(String from, String to, DirectoryOptions options) {
        return uploadDirectory(Path.of(requireNonNull(from, "from")), to, options);
    }

    /**
     * Calls {@link FtpClient#mirrorDown(String, Path, DirectoryOptions)} in the background.
     *
     * <pre>{@code
     * ftp.inBackground().mirrorDown("pub", Path.of("copy"), DirectoryOptions.DEFAULT).join();
     * }</pre>
     *
     * @param from the directory on the server
     * @param to the local directory
     * @param options the options of the transfer
     * @return the result for each file
     */
    public CompletableFuture<DirectoryTransfer> mirrorDown(String from, Path to, DirectoryOptions options) {
        requireNonNull(from, "from");
        requireNonNull(to, "to");
        requireNonNull(options, "options");
        return call("mirror " + from, ftp -> ftp.mirrorDown(from, to, options));
    }

    /**
     * Calls {@link FtpClient#mirrorDown(String, String, DirectoryOptions)} in the background.
     *
     * <pre>{@code
     * ftp.inBackground().mirrorDown("pub", "copy", DirectoryOptions.DEFAULT).join();
     * }</pre>
     *
     * @param from the directory on the server
     * @param to the path of the local directory
     * @param options the options of the transfer
     * @return the result for each file
     */
    public CompletableFuture<DirectoryTransfer> mirrorDown(String from, String to, DirectoryOptions options) {
        return mirrorDown(from, Path.of(requireNonNull(to, "to")), options);
    }

    /**
     * Calls {@link FtpClient#mirrorUp(Path, String, DirectoryOptions)} in the background.
     *
     * <pre>{@code
     * ftp.inBackground().mirrorUp(Path.of("site"), "www", DirectoryOptions.DEFAULT).join();
     * }</pre>
     *
     * @param from the local directory
     * @param to the directory on the server
     * @param options the options of the transfer
     * @return the result for each file
     */
    public CompletableFuture<DirectoryTransfer> mirrorUp(Path from, String to, DirectoryOptions options) {
        requireNonNull(from, "from");
        requireNonNull(to, "to");
        requireNonNull(options, "options");
        return call("mirror " + from, ftp -> ftp.mirrorUp(from, to, options));
    }

    /**
     * Calls {@link FtpClient#mirrorUp(String, String, DirectoryOptions)} in the background.
     *
     * <pre>{@code
     * ftp.inBackground().mirrorUp("site", "www", DirectoryOptions.DEFAULT).join();
     * }</pre>
     *
     * @param from the path of the local directory
     * @param to the directory on the server
     * @param options the options of the transfer
     * @return the result for each file
     */
    public CompletableFuture<DirectoryTransfer> mirrorUp(String from, String to, DirectoryOptions options) {
        return mirrorUp(Path.of(requireNonNull(from, "from")), to, options);
    }

    /**
     * Calls {@link FtpClient#deleteDirectory(String)} in the background.
     *
     * <pre>{@code
     * ftp.inBackground().deleteDirectory("old").join();
     * }</pre>
     *
     * @param path the path on the server
     * @return what was deleted, and what failed
     */
    public CompletableFuture<DirectoryTransfer> deleteDirectory(String path) {
        return deleteDirectory(path, DirectoryOptions.DEFAULT);
    }

    /**
     * Calls {@link FtpClient#deleteDirectory(String, DirectoryOptions)} in the background.
     *
     * <pre>{@code
     * ftp.inBackground().deleteDirectory("old", DirectoryOptions.DEFAULT.dryRun()).join();
     * }</pre>
     *
     * @param path the path on the server
     * @param options the options of the transfer
     * @return what was deleted, and what failed
     */
    public CompletableFuture<DirectoryTransfer> deleteDirectory(String path, DirectoryOptions options) {
        requireNonNull(path, "path");
        requireNonNull(options, "options");
        return call("delete directory " + path, ftp -> ftp.deleteDirectory(path, options));
    }

    /**
     * Returns the transcript of the background session, which {@link FtpClient#transcript()} does not include.
     *
     * <pre>{@code
     * ftp.inBackground().download("example.txt").join();
     * ftp.inBackground().transcript();    // … > RETR example.txt …
     * }</pre>
     *
     * @return the commands, replies and data connections of the last background session, passwords hidden; empty if
     *     there was none
     */
    public Transcript transcript() {
        return calls.transcript();
    }

    /** {@return one line, such as {@code FtpClient test@127.0.0.1:2121 in the background: 1 running, 2 waiting}} */
    @Override
    public String toString() {
        return "FtpClient " + calls;
    }
}
