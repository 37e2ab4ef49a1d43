package io.github.ftplab;

import static java.util.Objects.requireNonNull;

import io.github.ftplab.internal.protocol.Text;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A plot of transfer speed over time: one line for each file. A notebook draws it; as text it is a row of bars for each
 * file, all to the same scale.
 *
 * <pre>{@code
 * ftp.download("big.iso").plot();
 * Plot.of(List.of(ftp.download("a.iso"), ftp.download("b.iso")));
 * // a.iso ▃▆████▇ 61.2 MB/s for 1.1 s
 * // b.iso ▂▃▃▃▄▃▃ 24 MB/s for 2.8 s
 * }</pre>
 */
public final class Plot {

    private final List<Line> lines;

    private Plot(List<Line> lines) {
        this.lines = List.copyOf(requireNonNull(lines, "lines"));
    }

    /** {@return a line for each file} */
    public List<Line> lines() {
        return lines;
    }

    private static final int MOST_POINTS = 40;
    private static final int MOST_SHOWN = 100;
    private static final String BARS = "▁▂▃▄▅▆▇█";

    /** The speed of one file. */
    public static final class Line {

        private final String name;
        private final double bytesPerSecond;
        private final Duration duration;
        private final List<Point> points;

        private Line(String name, double bytesPerSecond, Duration duration, List<Point> points) {
            this.name = requireNonNull(name, "name");
            this.bytesPerSecond = bytesPerSecond;
            this.duration = requireNonNull(duration, "duration");
            this.points = List.copyOf(requireNonNull(points, "points"));
        }

        /** {@return the file's path on the server, followed by a number if several files have the same path} */
        public String name() {
            return name;
        }

        /** {@return the mean speed in bytes per second, including opening and closing; 0 if nothing was transferred} */
        public double bytesPerSecond() {
            return bytesPerSecond;
        }

        /** {@return how long the transfer took} */
        public Duration duration() {
            return duration;
        }

        /** {@return the speed over time, oldest first; empty if nothing was transferred} */
        public List<Point> points() {
            return points;
        }

        private List<Object> parts() {
            return List.of(name, bytesPerSecond, duration, points);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Line that && parts().equals(that.parts());
        }

        @Override
        public int hashCode() {
            return parts().hashCode();
        }

        /** {@return one line, such as {@code a.txt: 1.2 MB/s for 3 s}} */
        @Override
        public String toString() {
            return name + ": " + Text.bytes(Math.round(bytesPerSecond)) + "/s for " + Text.duration(duration);
        }
    }

    /** The speed at one moment. */
    public static final class Point {

        private final Duration at;
        private final double bytesPerSecond;

        private Point(Duration at, double bytesPerSecond) {
            this.at = requireNonNull(at, "at");
            this.bytesPerSecond = bytesPerSecond;
        }

        /** {@return the time since the beginning} */
        public Duration at() {
            return at;
        }

        /** {@return the speed in bytes per second} */
        public double bytesPerSecond() {
            return bytesPerSecond;
        }

        private List<Object> parts() {
            return List.of(at, bytesPerSecond);
        }

        /** {@return the time and the speed, such as {@code 1.2 s: 5 MB/s}} */
        @Override
        public String toString() {
            return Text.duration(at) + ": " + Text.bytes(Math.round(bytesPerSecond)) + "/s";
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Point that && parts().equals(that.parts());
        }

        @Override
        public int hashCode() {
            return parts().hashCode();
        }
    }

    /**
     * Plots several transfers.
     *
     * @param transfers any number of them
     * @return one plot of them all
     */
    public static Plot of(Collection<Transfer> transfers) {
        var seen = new HashMap<String, Integer>();
        requireNonNull(transfers, "transfers");
        return new Plot(transfers.stream().map(transfer -> line(transfer, seen)).toList());
    }

    private static Line line(Transfer transfer, Map<String, Integer> seen) {
        int count = seen.merge(transfer.remote(), 1, Integer::sum);
        return new Line(
                count == 1 ? transfer.remote() : transfer.remote() + " (" + count + ")",
                transfer.bytesPerSecond(),
                transfer.duration(),
                points(transfer.samples()));
    }

    /** The speed in equal steps of time, as single samples fluctuate. */
    private static List<Point> points(List<Transfer.Sample> samples) {
        if (samples.size() < 2) {
            return List.of();
        }
        var first = samples.get(0).at();
        double length = samples.get(samples.size() - 1).at().minus(first).toNanos();
        int steps = Math.min(MOST_POINTS, samples.size() - 1);
        var points = new ArrayList<Point>();
        int at = 0;
        double before = samples.get(0).bytes();
        for (int step = 1; step <= steps && length > 0; step++) {
            double end = length * step / steps;
            while (at < samples.size() - 2 && since(first, samples.get(at + 1)) < end) {
                at++;
            }
            double bytes = between(first, samples.get(at), samples.get(at + 1), end);
            points.add(new Point(
                    first.plusNanos(Math.round(end - length / steps / 2)), (bytes - before) * 1e9 / (length / steps)));
            before = bytes;
        }
        return points;
    }

    private static double between(Duration first, Transfer.Sample one, Transfer.Sample next, double moment) {
        double from = since(first, one);
        double length = since(first, next) - from;
        double share = length > 0 ? Math.max(0, Math.min(1, (moment - from) / length)) : 1;
        return one.bytes() + (next.bytes() - one.bytes()) * share;
    }

    private static double since(Duration first, Transfer.Sample sample) {
        return sample.at().minus(first).toNanos();
    }

    /**
     * {@return a row of bars for each file, with the mean speed and the time; the tallest bar is the highest speed of
     * all files, of which the first 100 are shown}
     */
    @Override
    public String toString() {
        var shown = lines.subList(0, Math.min(lines.size(), MOST_SHOWN));
        double highest = shown.stream()
                .flatMap(line -> line.points().stream())
                .mapToDouble(Point::bytesPerSecond)
                .max()
                .orElse(0);
        int width = shown.stream().mapToInt(line -> line.name().length()).max().orElse(0);
        var rows = new ArrayList<String>();
        for (var line : shown) {
            var row = new StringBuilder(line.name());
            row.append(" ".repeat(width - line.name().length())).append(' ');
            for (var point : line.points()) {
                double share = highest > 0 ? point.bytesPerSecond() / highest : 0;
                row.append(BARS.charAt((int) Math.round(share * (BARS.length() - 1))));
            }
            row.append(line.points().isEmpty() ? "" : " ")
                    .append(Text.bytes(Math.round(line.bytesPerSecond())))
                    .append("/s for ")
                    .append(Text.duration(line.duration()));
            rows.add(row.toString());
        }
        if (lines.size() > shown.size()) {
            rows.add("… and " + (lines.size() - shown.size()) + " more");
        }
        return rows.isEmpty() ? "nothing was moved" : String.join("\n", rows);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Plot that && lines.equals(that.lines);
    }

    @Override
    public int hashCode() {
        return lines.hashCode();
    }
}
