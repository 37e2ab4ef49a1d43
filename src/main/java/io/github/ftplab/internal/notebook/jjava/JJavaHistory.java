package io.github.ftplab.internal.notebook.jjava;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dflib.jjava.jupyter.messages.request.HistoryRequest;

/** The latest cells that were run in this kernel, with their values. Thread-safe. */
final class JJavaHistory {

    private static final int MOST = 1_000;

    /** The length of a value in characters. */
    private static final int LONGEST = 10_000;

    /** Sessions are counted from 1, and this kernel knows only its own; a request may also call it 0. */
    private static final int SESSION = 1;

    private static final Pattern WILDCARD = Pattern.compile("[*?]|[^*?]+");

    private record Cell(int number, String code, String value) {

        /** As the protocol wants it: session, number, and the code, or code and value. */
        List<Object> entry(boolean withValue) {
            return List.of(SESSION, number, withValue ? List.of(code, value) : code);
        }
    }

    private final Deque<Cell> cells = new ArrayDeque<>();

    synchronized void add(int number, String code, String value) {
        cells.add(new Cell(number, code, value.substring(0, Math.min(value.length(), LONGEST))));
        if (cells.size() > MOST) {
            cells.remove();
        }
    }

    /** {@return the requested cells, oldest first} */
    synchronized List<List<Object>> lookup(HistoryRequest request) {
        return select(request).map(cell -> cell.entry(request.includeOutput())).toList();
    }

    private Stream<Cell> select(HistoryRequest request) {
        if (request instanceof HistoryRequest.Range range) {
            boolean isKnown = range.getSessionIndex() == 0 || range.getSessionIndex() == SESSION;
            // Without an end, the request has 0.
            int stop = range.getStop() == 0 ? Integer.MAX_VALUE : range.getStop();
            return cells.stream().filter(cell -> isKnown && cell.number() >= range.getStart() && cell.number() < stop);
        }
        if (request instanceof HistoryRequest.Search search) {
            var pattern = pattern(search.getPattern() == null ? "*" : search.getPattern());
            var seen = new HashSet<String>();
            return latest(
                    search.getMaxReturnLength(),
                    cell -> pattern.matcher(cell.code()).matches()
                            && (!search.filterUnique() || seen.add(cell.code())));
        }
        return latest(request instanceof HistoryRequest.Tail tail ? tail.getMaxReturnLength() : 0, cell -> true);
    }

    /** {@return the latest of these cells} Without a number, the request has 0. */
    private Stream<Cell> latest(int most, Predicate<Cell> wanted) {
        var newestFirst = new ArrayList<Cell>();
        for (var cells = this.cells.descendingIterator(); cells.hasNext(); ) {
            var cell = cells.next();
            if ((most <= 0 || newestFirst.size() < most) && wanted.test(cell)) {
                newestFirst.add(cell);
            }
        }
        Collections.reverse(newestFirst);
        return newestFirst.stream();
    }

    private static Pattern pattern(String wildcards) {
        var regex = WILDCARD.matcher(wildcards).results().map(found -> switch (found.group()) {
            case "*" -> ".*";
            case "?" -> ".";
            default -> Pattern.quote(found.group());
        });
        return Pattern.compile(regex.collect(Collectors.joining()), Pattern.DOTALL);
    }
}
