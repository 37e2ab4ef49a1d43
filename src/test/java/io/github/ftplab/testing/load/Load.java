package io.github.ftplab.testing.load;

import io.github.ftplab.testing.Peer;
import io.github.ftplab.testing.load.LoadClient.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.LongAdder;

/**
 * Sixty clients, a third of each kind, which store, retrieve and break off files for a while, each in its own directory.
 * What a client has stored last and has been acknowledged is what it finds, also after it has broken off the next
 * upload of that file.
 */
public final class Load {

    private static final int OF_EACH_KIND = 20;
    private static final List<Kind> KINDS = List.of(Kind.values());
    private static final int NAMES = 4;
    private static final int SMALL_BYTES = 4_000;
    private static final int LARGE_BYTES = 1_000_000;

    private final Peer server;
    private final long until;
    private final Map<Kind, LongAdder> operations = new HashMap<>();
    private final LongAdder stored = new LongAdder();
    private final LongAdder retrieved = new LongAdder();
    private final LongAdder brokenOff = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder bytes = new LongAdder();
    private final ConcurrentLinkedQueue<String> replaced = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<Long> nanos = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<String> errors = new ConcurrentLinkedQueue<>();

    private Load(Peer server, Duration time) {
        this.server = server;
        until = System.nanoTime() + time.toNanos();
        for (var kind : KINDS) {
            operations.put(kind, new LongAdder());
        }
    }

    /** The content of a file, which can be made again. */
    private record Content(long seed, int size) {

        byte[] bytes() {
            var bytes = new byte[size];
            new Random(seed).nextBytes(bytes);
            return bytes;
        }
    }

    /**
     * What came of it.
     *
     * @param stored the acknowledged uploads
     * @param retrieved the downloads, all compared
     * @param brokenOff the uploads that were killed or aborted
     * @param refused the uploads that the server refused
     * @param replaced the files that were not what was acknowledged last
     * @param errors what else went wrong
     * @param medianMillis how long an upload took: the median
     * @param slowMillis what one upload in a hundred exceeded
     */
    public record Result(
            Map<String, Long> operations,
            long stored,
            long retrieved,
            long brokenOff,
            long refused,
            long megabytes,
            List<String> replaced,
            List<String> errors,
            double medianMillis,
            double slowMillis) {}

    /** Runs the load for a while. The home must be empty; what is there afterwards is checked. */
    public static Result run(Peer server, Duration time) throws IOException, InterruptedException {
        int count = OF_EACH_KIND * KINDS.size();
        for (int i = 0; i < count; i++) {
            Files.createDirectories(server.home().resolve("c" + i));
        }
        var load = new Load(server, time);
        var pool = Executors.newFixedThreadPool(count);
        try {
            var clients = new ArrayList<Future<?>>();
            for (int i = 0; i < count; i++) {
                int number = i;
                clients.add(pool.submit(() -> load.client(number)));
            }
            for (var client : clients) {
                client.get();
            }
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause());
        } finally {
            pool.shutdownNow();
        }
        return load.result();
    }

    private void client(int number) {
        var kind = KINDS.get(number % KINDS.size());
        var random = new Random(number);
        var acknowledged = new HashMap<String, Content>();
        try (var client = kind.connect(server)) {
            while (System.nanoTime() < until) {
                step(client, random, "c%d/f%d".formatted(number, random.nextInt(NAMES)), acknowledged);
                operations.getOrDefault(kind, new LongAdder()).increment();
            }
        } catch (IOException | RuntimeException e) {
            errors.add(kind + " " + number + ": " + e);
        }
        acknowledged.forEach(this::checkOnDisk);
    }

    private void step(LoadClient client, Random random, String name, Map<String, Content> acknowledged)
            throws IOException {
        var before = acknowledged.get(name);
        int what = random.nextInt(10);
        if (before == null || what < 6) {
            int size = random.nextInt(10) == 0 ? random.nextInt(LARGE_BYTES) : random.nextInt(SMALL_BYTES);
            var content = new Content(random.nextLong(), size);
            long began = System.nanoTime();
            if (client.store(name, content.bytes())) {
                nanos.add(System.nanoTime() - began);
                acknowledged.put(name, content);
                stored.increment();
                bytes.add(size);
            } else {
                refused.increment();
            }
        } else {
            var after = "";
            if (what == 9) {
                boolean kill = random.nextBoolean();
                client.breakOff(name, new Content(random.nextLong(), LARGE_BYTES).bytes(), kill);
                brokenOff.increment();
                after = kill ? " after a kill" : " after an abort";
            }
            check(
                    Arrays.equals(client.retrieve(name), before.bytes()),
                    client.getClass().getSimpleName() + after);
            retrieved.increment();
            bytes.add(before.size());
        }
    }

    private void check(boolean same, String what) {
        if (!same) {
            replaced.add(what);
        }
    }

    private void checkOnDisk(String name, Content content) {
        try {
            check(Arrays.equals(Files.readAllBytes(server.home().resolve(name)), content.bytes()), name);
        } catch (NoSuchFileException e) {
            replaced.add(name);
        } catch (IOException e) {
            errors.add(name + ": " + e);
        }
    }

    private Result result() {
        var counts = new HashMap<String, Long>();
        operations.forEach((kind, count) -> counts.put(kind.name(), count.sum()));
        var sorted = nanos.stream().mapToLong(Long::longValue).sorted().toArray();
        return new Result(
                counts,
                stored.sum(),
                retrieved.sum(),
                brokenOff.sum(),
                refused.sum(),
                bytes.sum() / 1_000_000,
                List.copyOf(replaced),
                List.copyOf(errors),
                percentile(sorted, 50),
                percentile(sorted, 99));
    }

    private static double percentile(long[] sorted, int percent) {
        return sorted.length == 0 ? 0 : sorted[(int) ((long) (sorted.length - 1) * percent / 100)] / 1e6;
    }
}
