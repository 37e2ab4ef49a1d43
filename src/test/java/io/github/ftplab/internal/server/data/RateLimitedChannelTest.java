package io.github.ftplab.internal.server.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ftplab.FtpServer;
import io.github.ftplab.internal.server.file.Home;
import io.github.ftplab.internal.server.user.Account;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How much is handed to a data connection at once. */
class RateLimitedChannelTest {

    private static final int PIECE = 10_000;

    private final List<Long> pieces = new ArrayList<>();

    private final RateLimitedChannel channel = new RateLimitedChannel(
            new Taking(), Account.anonymous(Home.of(FtpServer.inMemory()), "elr"), nanos -> {}, PIECE);

    /** Takes and gives all that it is asked for. */
    private final class Taking implements DataChannel {

        private int take(ByteBuffer buffer) {
            int count = buffer.remaining();
            buffer.position(buffer.limit());
            pieces.add((long) count);
            return count;
        }

        @Override
        public int read(ByteBuffer into) {
            return take(into);
        }

        @Override
        public int write(ByteBuffer from) {
            return take(from);
        }

        @Override
        public long send(FileChannel file, long position, long count) {
            pieces.add(count);
            return count;
        }

        @Override
        public void finish() {}
    }

    @Test
    void whatIsSentIsHandedOverInPieces(@TempDir Path directory) throws IOException {
        var buffer = ByteBuffer.allocate(25_000);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
        assertThat(pieces).containsExactly(10_000L, 10_000L, 5_000L);
        assertThat(channel.read(buffer.clear())).isEqualTo(25_000);
        try (var file = FileChannel.open(Files.createFile(directory.resolve("file")))) {
            assertThat(channel.send(file, 0, 1 << 20)).isEqualTo(PIECE);
        }
    }

    /** A client that takes 4 KiB a second does not stall, whatever the timeout. */
    @ParameterizedTest
    @CsvSource({
        "0.001,       8192",
        "1,           8192",
        "2,           8192",
        "20,         81920",
        "300,      1048576",
        "3000000,  1048576",
        "3155760000, 1048576",
    })
    void pieceIsTakenWithinTheTimeout(double seconds, int piece) {
        var timer = Executors.newSingleThreadScheduledExecutor();
        try {
            var timeout = Duration.ofNanos((long) (seconds * 1e9));
            assertThat(new StallMonitor(timer, timeout).piece()).isEqualTo(piece);
        } finally {
            timer.shutdown();
        }
    }
}
