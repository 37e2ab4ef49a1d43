package io.github.ftplab.testing.load;

import io.github.ftplab.testing.Programs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a server's process and its children use, as Linux tells it. */
public final class ServerProcess {

    private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");
    private static final Pattern LIVE = Pattern.compile("Total\\s+\\d+\\s+(\\d+)");

    private final Process process;

    public ServerProcess(Process process) {
        this.process = process;
    }

    private Stream<Path> all() {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .map(handle -> Path.of("/proc", String.valueOf(handle.pid())));
    }

    /** {@return the open files and sockets} */
    public long descriptors() {
        return all().mapToLong(path -> count(path.resolve("fd"))).sum();
    }

    /** {@return the threads of all processes} */
    public long threads() {
        return all().mapToLong(path -> count(path.resolve("task"))).sum();
    }

    /** {@return the memory, in MiB} */
    public long residentMegabytes() {
        return all().mapToLong(ServerProcess::resident).sum() >> 10;
    }

    /** {@return the threads of FtpLab, without those that wait for a command and will end if none comes; for a JVM only} */
    public long busyThreads() {
        return Stream.of(jcmd("Thread.print").split("\n\n"))
                .map(String::strip)
                .filter(thread -> thread.startsWith("\"ftplab-") && !thread.contains("SynchronousQueue.poll"))
                .count();
    }

    /** {@return the bytes that live after a collection of all garbage; for a JVM only} */
    public long liveBytes() {
        var total = LIVE.matcher(jcmd("GC.class_histogram"));
        long bytes = 0;
        while (total.find()) {
            bytes = Long.parseLong(total.group(1));
        }
        return bytes;
    }

    private String jcmd(String command) {
        var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        return Programs.command(jcmd, process.pid(), command).run().ok().out();
    }

    private static long count(Path directory) {
        try (var entries = Files.list(directory)) {
            return entries.count();
        } catch (NoSuchFileException ended) {
            return 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long resident(Path path) {
        try {
            var match = RESIDENT.matcher(Files.readString(path.resolve("status")));
            return match.find() ? Long.parseLong(match.group(1)) : 0;
        } catch (IOException ended) {
            return 0;
        }
    }
}
