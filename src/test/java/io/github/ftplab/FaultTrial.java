package io.github.ftplab;

import io.github.ftplab.FaultCases.FaultCase;
import io.github.ftplab.FaultCases.Operation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** A client's encounter with a fault: a server of its own, the files, and what became of them. */
final class FaultTrial implements AutoCloseable {

    static final String FILE = "big.bin";
    static final List<String> NAMES = List.of("a.txt", "b.txt", "c.txt", "d.txt", "e.txt");
    private static final byte[] CONTENT = new byte[300_000];
    private static final String OLD = "what was there before";

    static {
        new Random(1).nextBytes(CONTENT);
    }

    private final FaultCase fault;
    private final Path home;
    private final Path local;
    private final FtpServer server;

    FaultTrial(FaultCase fault, Path directory) throws IOException {
        this.fault = fault;
        home = Files.createDirectories(directory.resolve("home"));
        local = Files.createDirectories(directory.resolve("local"));
        Files.writeString(home.resolve("old.txt"), OLD);
        var many = Files.createDirectories(home.resolve("many"));
        for (var name : NAMES) {
            Files.createFile(many.resolve(name));
        }
        Files.write((fault.operation() == Operation.UPLOAD ? local : home).resolve(FILE), CONTENT);
        server = FtpServer.builder()
                .user("test", "potato", home, "elradfmwMT")
                .tls()
                .port(0)
                .start();
        fault.faults().forEach(server::fault);
    }

    FtpServer server() {
        return server;
    }

    FaultCase fault() {
        return fault;
    }

    Path local() {
        return local;
    }

    /** {@return whether each of the case's faults has happened} */
    boolean hasHappened() {
        return server.faults().stream().anyMatch(one -> one.count() > 0);
    }

    /** {@return what our client did} */
    String ours() throws IOException {
        if (fault.operation() == Operation.DOWNLOAD) {
            Files.writeString(local.resolve(FILE), OLD);
        }
        var listed = new StringBuilder();
        var report = "";
        try (var ftp = connect()) {
            switch (fault.operation()) {
                case DOWNLOAD -> ftp.download(FILE, local.resolve(FILE));
                case UPLOAD -> ftp.upload(local.resolve(FILE));
                case LIST -> {
                    var listing = ftp.list("many");
                    listing.forEach(file -> listed.append(file.name()).append('\n'));
                    report = listing.truncated().isPresent()
                            ? "`truncated()`"
                            : listing.unread().isEmpty() ? "" : "`unread()`";
                }
                case DELETE -> {
                    ftp.delete("old.txt");
                    ftp.quit();
                }
            }
        } catch (FtpException e) {
            report = "`FtpException." + e.getClass().getSimpleName() + "`";
        }
        return outcome(listed.toString(), report);
    }

    private FtpClient connect() {
        var second = Duration.ofSeconds(1);
        var options =
                FtpClient.builder().connectTimeout(second).replyTimeout(second).dataTimeout(second);
        if (fault.tls()) {
            options.tls().trust(server.certificate());
        }
        if (fault.active()) {
            options.active();
        }
        var ftp = options.connect("127.0.0.1", server.port());
        try {
            return ftp.login("test", "potato");
        } catch (FtpException e) {
            ftp.close(); // it stays open for another login
            throw e;
        }
    }

    /**
     * {@return what a client did, in words}
     *
     * @param listed what it listed
     * @param report how it reported a failure; empty if it did not
     */
    String outcome(String listed, String report) throws IOException {
        var state = state(listed);
        return report.isEmpty() ? state : state + "; " + report;
    }

    private String state(String listed) throws IOException {
        return switch (fault.operation()) {
            case DOWNLOAD -> of(local.resolve(FILE));
            case UPLOAD -> of(home.resolve(FILE));
            case DELETE -> Files.exists(home.resolve("old.txt")) ? "not deleted" : "deleted";
            case LIST -> {
                long found = NAMES.stream().filter(listed::contains).count();
                yield found == NAMES.size() ? "whole" : found == 0 ? "nothing" : "**a part**";
            }
        };
    }

    private static String of(Path file) throws IOException {
        if (!Files.exists(file)) {
            return "nothing";
        }
        var there = Files.readAllBytes(file);
        if (Arrays.equals(there, CONTENT)) {
            return "whole";
        }
        if (new String(there, java.nio.charset.StandardCharsets.ISO_8859_1).equals(OLD)) {
            return "nothing";
        }
        return Arrays.mismatch(there, CONTENT) == there.length ? "**a part**" : "**wrong**";
    }

    /** {@return whether something is wrong that the client does not report} */
    static boolean isSilent(String outcome) {
        return !outcome.contains(";") && !outcome.equals("whole") && !outcome.equals("deleted");
    }

    @Override
    public void close() throws IOException {
        server.stop();
        try (Stream<Path> left = Files.walk(local.getParent())) {
            for (var file : left.sorted((one, other) -> other.compareTo(one)).toList()) {
                Files.delete(file);
            }
        }
    }
}
