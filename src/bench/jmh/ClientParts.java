package io.github.ftplab.internal.client.listing.parser;

import io.github.ftplab.RemoteFile;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The client's listing parsers, 1,000 lines at a time. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ClientParts {

    private final List<String> list = lines("-rw-r--r--   1 test     test       %1$d Mar 05 21:18 file-%1$d.txt");
    private final List<String> mlsd =
            lines("type=file;size=%1$d;perm=adfrw;modify=20260305211800;unix.mode=0644; file-%1$d.txt");

    private static List<String> lines(String format) {
        return IntStream.range(0, 1000).mapToObj(format::formatted).toList();
    }

    @Benchmark
    public List<RemoteFile> list() {
        return new ListFormat(false, Instant.now(), ZoneOffset.UTC).read(list, "/");
    }

    @Benchmark
    public List<RemoteFile> mlsd() {
        return new ListFormat(true, Instant.now(), ZoneOffset.UTC).read(mlsd, "/");
    }
}
