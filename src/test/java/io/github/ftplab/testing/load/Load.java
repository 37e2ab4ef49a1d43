package io.github.ftplab.testing.load;

import io.github.ftplab.testing.Peer;
import io.github.ftplab.testing.load.Expected.Content;
import io.github.ftplab.testing.load.LoadClient.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.ArrayList;
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
 * upload of that file. Acknowledged is what the client has read a 226 of, whatever the server's log says.
 */
public final class Load {

    private static final int OF_EACH_KIND = 20;
    private static final List<Kind> KINDS = List.of(Kind.values());
    private static final int NAMES = 4;
    private static final int SMALL_BYTES = 4_000;
    private static final int LARGE_BYTES = 1_000_000;

    private final Peer server;
    private final boolean tls;
    private final List<String> prefix;
    private volatile long until;
    private final Map<Kind, LongAdder> operations = new HashMap<>();
    private final LongAdder stored = new LongAdder();
    private final LongAdder retrieved = new LongAdder();
    private final LongAdder brokenOff = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder bytes = new LongAdder();
    private final LongAdder cutShort = new LongAdder();
    private final ConcurrentLinkedQueue<String> replaced = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<Long> nanos = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<String> errors = new ConcurrentLinkedQueue<>();

    /**
     * Prepares a load.
     *
     * @param tls whether every other client of a kind encrypts
     * @param prefix the words before each client's command, such as those of nice(1)
     */
    public Load(Peer server, boolean tls, List<String> prefix) {
        this.server = server;
        this.tls = tls;
        this.prefix = prefix;
        for (var kind : KINDS) {
            operations.put(kind, new LongAdder());
        }
    }

    /**
     * What came of it.
     *
     * @param stored the acknowledged uploads
     * @param retrieved the downloads, all compared
     * @param brokenOff the uploads that were killed or aborted
     * @param refused the uploads that the server refused
     * @param cutShort the files that are the beginning of an upload whose client was killed, in plain FTP
     * @param replaced the files that are anything else but what was acknowledged last
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
            long cutShort,
            List<String> replaced,
            List<String> errors,
            double medianMillis,
            double slowMillis) {}

    /** Runs the load for a while, and checks the files then. A second time it goes on from there. */
    public void run(Duration time) throws IOException, InterruptedException {
        int count = OF_EACH_KIND * KINDS.size();
        for (int i = 0; i < count; i++) {
            Files.createDirectories(server.home().resolve("c" + i));
        }
        until = System.nanoTime() + time.toNanos();
        var pool = Executors.newFixedThreadPool(count);
        try {
            var clients = new ArrayList<Future<?>>();
            for (int i = 0; i < count; i++) {
                int number = i;
                clients.add(pool.submit(() -> client(number)));
            }
            for (var client : clients) {
                client.get();
            }
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause());
        } finally {
            pool.shutdownNow();
        }
    }

    /** Stores and retrieves a file with a client of each kind and way, so that the server has loaded what it needs. */
    public void warmUp() throws IOException {
        var content = new Content(1, SMALL_BYTES).bytes();
        for (var kind : KINDS) {
            for (var encrypted : tls ? List.of(false, true) : List.of(false)) {
                try (var client = kind.connect(new Station(server, encrypted, prefix))) {
                    client.store("warm", content);
                    client.retrieve("warm");
                }
            }
        }
        Files.delete(server.home().resolve("warm"));
    }

    private void client(int number) {
        var kind = KINDS.get(number % KINDS.size());
        var station = new Station(server, tls && number / KINDS.size() % 2 == 1, prefix);
        var random = new Random(number);
        var files = new HashMap<String, Expected>();
        try (var client = kind.connect(station)) {
            while (System.nanoTime() < until) {
                step(client, station, random, "c%d/f%d".formatted(number, random.nextInt(NAMES)), files);
                operations.getOrDefault(kind, new LongAdder()).increment();
            }
        } catch (IOException | RuntimeException e) {
            errors.add(kind + " " + number + ": " + e);
        }
        files.forEach(this::checkOnDisk);
    }

    private void step(LoadClient client, Station station, Random random, String name, Map<String, Expected> files)
            throws IOException {
        var before = files.get(name);
        int what = random.nextInt(10);
        if (before == null || what < 6) {
            int size = random.nextInt(10) == 0 ? random.nextInt(LARGE_BYTES) : random.nextInt(SMALL_BYTES);
            var content = new Content(random.nextLong(), size);
            long began = System.nanoTime();
            if (client.store(name, content.bytes())) {
                nanos.add(System.nanoTime() - began);
                files.put(name, new Expected(content));
                stored.increment();
                bytes.add(size);
            } else {
                refused.increment();
            }
            return;
        }
        var after = "";
        if (what == 9) {
            boolean kill = random.nextBoolean();
            var content = new Content(random.nextLong(), LARGE_BYTES);
            var end = client.breakOff(name, content.bytes(), kill);
            if (!end.canBeTold(station.tls())) {
                before.killed(content);
            }
            brokenOff.increment();
            after = (kill ? " after a kill" : " after an abort") + (station.tls() ? " over TLS" : "");
        }
        var found = client.retrieve(name);
        if (!check(before, found, client.getClass().getSimpleName() + after)) {
            // It is counted once.
            files.remove(name);
        }
        retrieved.increment();
        bytes.add(found.length);
    }

    /** {@return whether it is what was acknowledged} */
    private boolean check(Expected expected, byte[] found, String what) {
        switch (expected.compare(found)) {
            case ACKNOWLEDGED -> {
                return true;
            }
            case CUT_SHORT -> cutShort.increment();
            case REPLACED -> replaced.add("%s: %d bytes instead of %d".formatted(what, found.length, expected.size()));
        }
        return false;
    }

    private void checkOnDisk(String name, Expected expected) {
        try {
            check(expected, Files.readAllBytes(server.home().resolve(name)), name);
        } catch (NoSuchFileException e) {
            replaced.add(name + " is missing");
        } catch (IOException e) {
            errors.add(name + ": " + e);
        }
    }

    /** {@return what came of it so far} */
    public Result result() {
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
                cutShort.sum(),
                List.copyOf(replaced),
                List.copyOf(errors),
                percentile(sorted, 50),
                percentile(sorted, 99));
    }

    private static double percentile(long[] sorted, int percent) {
        return sorted.length == 0 ? 0 : sorted[(int) ((long) (sorted.length - 1) * percent / 100)] / 1e6;
    }
}
