package io.github.ftplab.internal.server.user;

import io.github.ftplab.Permission;
import io.github.ftplab.internal.protocol.LineEnds;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The server's inner loops: line ends of TYPE A, and the permission check. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ServerParts {

    private static final int TEXT_BYTES = 64 * 1024;

    private final ByteBuffer plain = ByteBuffer.wrap("sixty-three letters, as a line of text has about so many, no?!\n"
            .repeat(TEXT_BYTES / 64)
            .getBytes(StandardCharsets.US_ASCII));
    private final ByteBuffer wire = ByteBuffer.allocateDirect(2 * TEXT_BYTES);
    private final ByteBuffer file = ByteBuffer.allocateDirect(2 * TEXT_BYTES);
    private final Set<Permission> letters = Permission.parse("elr");
    private final DirectoryPermissions grants = new DirectoryPermissions(
            letters,
            List.of(
                    new DirectoryPermissions.PathOverride(Path.of("/home/ann/in"), DirectoryPermissions.Scope.TREE, letters),
                    new DirectoryPermissions.PathOverride(Path.of("/home/ann/in/deep"), DirectoryPermissions.Scope.DIRECTORY, letters)));
    private final Path path = Path.of("/home/ann/in/deep/example.txt");

    /** Converts 64 KiB of lines to the form on the wire. */
    @Benchmark
    public ByteBuffer asciiEncode() {
        new LineEnds().encode(plain.rewind(), wire.clear());
        return wire;
    }

    /** Converts them back. */
    @Benchmark
    public ByteBuffer asciiDecode() {
        new LineEnds().encode(plain.rewind(), wire.clear());
        new LineEnds().decode(wire.flip(), file.clear());
        return file;
    }

    /** What a user may do with one file, where two directories have letters of their own. */
    @Benchmark
    public boolean permissionCheck() {
        return grants.at(() -> path, () -> false).contains(Permission.RETRIEVE);
    }
}
