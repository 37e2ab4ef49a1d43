package io.github.ftplab.internal.protocol;

import java.io.File;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.regex.PatternSyntaxException;

/**
 * A pattern for names and paths, with the syntax of {@link java.nio.file.FileSystem#getPathMatcher}: {@code *} and
 * {@code ?} within a name, {@code **} across names, {@code [a-z]} and {@code [!a-z]}, {@code {java,class}}, and a
 * backslash that escapes the next character. Names are separated by {@code /} on every platform; matching ignores case
 * where the platform's file names do.
 *
 * <p>The JDK's own matcher is a regular expression that backtracks: {@code *a*a*a*ab} against a name of 250 letters
 * practically never returns. This is a nondeterministic automaton: it reads the name once and tracks the set of active
 * steps. Time is at most proportional to the length of the name times the length of the pattern, memory to the length
 * of the pattern.
 *
 * <p>Immutable.
 */
public final class Glob {

    /** What a step of the pattern does with the next character. STARS also matches the separator. */
    private enum Kind {
        CHARACTER,
        ANY,
        SET,
        STAR,
        STARS,
        /** Consumes nothing and continues at the beginning of each alternative. */
        FORK,
        /** Consumes nothing and continues at another step. */
        JUMP
    }

    private static final char SEPARATOR = '/';

    /** Returned by {@link #after} if a step does not match the character. */
    private static final int NO_MATCH = -1;

    private final String text;
    private final boolean ignoreCase;
    private final Step[] steps;

    /**
     * For each step the set of steps that can be reached from it without consuming a character, as a bit mask; empty if
     * the pattern has too many steps for a long.
     */
    private final long[] closures;

    private Glob(String text, boolean ignoreCase) {
        this.text = text;
        this.ignoreCase = ignoreCase;
        this.steps = new Compiler(text).compile();
        this.closures = new long[steps.length < Long.SIZE ? steps.length + 1 : 0];
        for (int at = 0; at < closures.length; at++) {
            var reached = new BitSet();
            reached.set(at);
            follow(reached);
            closures[at] = reached.toLongArray()[0];
        }
    }

    /**
     * Reads a pattern.
     *
     * @param text the pattern
     * @throws PatternSyntaxException if it is not a valid pattern
     */
    public static Glob of(String text) {
        return of(text, File.separatorChar == '\\');
    }

    static Glob of(String text, boolean ignoreCase) {
        return new Glob(text, ignoreCase);
    }

    /** {@return whether the pattern matches the whole name or path} */
    public boolean matches(String path) {
        return closures.length > 0 ? matchesByMask(path) : matchesByBitSet(path);
    }

    private boolean matchesByMask(String path) {
        long end = 1L << steps.length;
        long now = closures[0];
        for (int i = 0; i < path.length() && now != 0; ) {
            int c = path.codePointAt(i);
            i += Character.charCount(c);
            long next = 0;
            for (long left = now & ~end; left != 0; left &= left - 1) {
                int to = after(c, Long.numberOfTrailingZeros(left));
                if (to != NO_MATCH) {
                    next |= closures[to];
                }
            }
            now = next;
        }
        return (now & end) != 0;
    }

    private boolean matchesByBitSet(String path) {
        var now = new BitSet(steps.length + 1);
        var next = new BitSet(steps.length + 1);
        now.set(0);
        follow(now);
        for (int i = 0; i < path.length() && !now.isEmpty(); ) {
            int c = path.codePointAt(i);
            i += Character.charCount(c);
            for (int at = now.nextSetBit(0); at >= 0 && at < steps.length; at = now.nextSetBit(at + 1)) {
                int to = after(c, at);
                if (to != NO_MATCH) {
                    next.set(to);
                }
            }
            follow(next);
            var before = now;
            now = next;
            next = before;
            next.clear();
        }
        return now.get(steps.length);
    }

    /**
     * Adds the steps that can be reached from those in the set without consuming a character; they all come later in
     * the pattern.
     */
    private void follow(BitSet reached) {
        for (int at = reached.nextSetBit(0); at >= 0 && at < steps.length; at = reached.nextSetBit(at + 1)) {
            var step = steps[at];
            switch (step.kind) {
                case STAR, STARS -> reached.set(at + 1);
                case FORK, JUMP -> {
                    for (int target : step.numbers) {
                        reached.set(target);
                    }
                }
                case CHARACTER, ANY, SET -> {
                    // consumes a character
                }
            }
        }
    }

    /** {@return the step that follows when this one consumes a character, or NO_MATCH} */
    private int after(int c, int at) {
        var step = steps[at];
        return switch (step.kind) {
            case CHARACTER -> isSame(c, step.numbers[0]) ? at + 1 : NO_MATCH;
            case ANY -> c != SEPARATOR ? at + 1 : NO_MATCH;
            case SET -> c != SEPARATOR && isIn(c, step.numbers) != step.negated ? at + 1 : NO_MATCH;
            case STAR -> c != SEPARATOR ? at : NO_MATCH;
            case STARS -> at;
            case FORK, JUMP -> NO_MATCH; // resolved by follow()
        };
    }

    private boolean isSame(int one, int other) {
        return one == other || (ignoreCase && fold(one) == fold(other));
    }

    private boolean isIn(int c, int[] ranges) {
        return isWithin(c, ranges)
                || (ignoreCase && (isWithin(Character.toUpperCase(c), ranges) || isWithin(fold(c), ranges)));
    }

    private static boolean isWithin(int c, int[] ranges) {
        for (int i = 0; i < ranges.length; i += 2) {
            if (c >= ranges[i] && c <= ranges[i + 1]) {
                return true;
            }
        }
        return false;
    }

    /** Folds via upper case, as some letters have two lower-case forms. */
    private static int fold(int c) {
        return Character.toLowerCase(Character.toUpperCase(c));
    }

    /** {@return the pattern as it was given} */
    @Override
    public String toString() {
        return text;
    }

    /**
     * A step of the pattern.
     *
     * @param numbers the character; or the first and last of each range of a set; or the indices of the next steps
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared or exposed
    private record Step(Kind kind, boolean negated, int... numbers) {

        Step(Kind kind, int... numbers) {
            this(kind, false, numbers);
        }
    }

    /** Translates a pattern into steps, in one pass from left to right. */
    private static final class Compiler {

        private final String text;
        private final List<Step> steps = new ArrayList<>();

        /** Where the alternatives of the open group begin. */
        private final List<Integer> beginnings = new ArrayList<>();

        /** The jumps at the ends of the open group's alternatives, but for the last one. */
        private final List<Integer> ends = new ArrayList<>();

        private int group = -1;

        /** The index after the last group: the step before it belongs to that group's last alternative only. */
        private int groupEnd = -1;

        private int at;

        Compiler(String text) {
            this.text = text;
        }

        Step[] compile() {
            while (at < text.length()) {
                int c = take();
                switch (c) {
                    case '\\' -> character(escaped());
                    case '[' -> set();
                    case '{' -> beginGroup();
                    case '*' -> star();
                    case '?' -> steps.add(new Step(Kind.ANY));
                    default -> {
                        if (group >= 0 && c == ',') {
                            nextAlternative();
                        } else if (group >= 0 && c == '}') {
                            endGroup();
                        } else {
                            character(c);
                        }
                    }
                }
            }
            if (group >= 0) {
                throw wrong("Missing '}'");
            }
            return steps.toArray(Step[]::new);
        }

        private int take() {
            int c = text.codePointAt(at);
            at += Character.charCount(c);
            return c;
        }

        private boolean takeIf(char wanted) {
            boolean is = at < text.length() && text.charAt(at) == wanted;
            at += is ? 1 : 0;
            return is;
        }

        private PatternSyntaxException wrong(String why) {
            return new PatternSyntaxException(why, text, at - 1);
        }

        private void character(int c) {
            steps.add(new Step(Kind.CHARACTER, c));
        }

        private int escaped() {
            if (at == text.length()) {
                throw wrong("No character to escape");
            }
            return take();
        }

        private void star() {
            var kind = takeIf('*') ? Kind.STARS : Kind.STAR;
            // Two equal stars in a row match what one does.
            if (steps.isEmpty() || groupEnd == steps.size() || steps.get(steps.size() - 1).kind != kind) {
                steps.add(new Step(kind));
            }
        }

        /** Parses a set. A hyphen is literal at the beginning and at the end, a caret everywhere. */
        private void set() {
            var ranges = new ArrayList<Integer>();
            boolean negated = takeIf('!');
            if (takeIf('-')) {
                addRange(ranges, '-', '-');
            }
            boolean mayBeginRange = false;
            while (at < text.length()) {
                int c = take();
                if (c == ']') {
                    if (ranges.isEmpty()) {
                        throw wrong("Nothing between '[' and ']'");
                    }
                    steps.add(new Step(
                            Kind.SET,
                            negated,
                            ranges.stream().mapToInt(Integer::intValue).toArray()));
                    return;
                }
                if (c == SEPARATOR) {
                    throw wrong("Explicit 'name separator' in class");
                }
                if (c != '-') {
                    addRange(ranges, c, c);
                    mayBeginRange = true;
                } else if (!mayBeginRange) {
                    throw wrong("Invalid range");
                } else if (at < text.length() && text.charAt(at) == ']') {
                    addRange(ranges, '-', '-');
                } else if (at < text.length()) {
                    endRange(ranges, take());
                    mayBeginRange = false;
                }
            }
            throw wrong("Missing ']'");
        }

        private static void addRange(List<Integer> ranges, int first, int last) {
            ranges.add(first);
            ranges.add(last);
        }

        private void endRange(List<Integer> ranges, int last) {
            int end = ranges.size() - 1;
            if (last < ranges.get(end)) {
                throw wrong("Invalid range");
            }
            ranges.set(end, last);
        }

        private void beginGroup() {
            if (group >= 0) {
                throw wrong("Cannot nest groups");
            }
            group = steps.size();
            steps.add(new Step(Kind.FORK));
            beginnings.add(steps.size());
        }

        private void nextAlternative() {
            ends.add(steps.size());
            steps.add(new Step(Kind.JUMP));
            beginnings.add(steps.size());
        }

        private void endGroup() {
            steps.set(
                    group,
                    new Step(
                            Kind.FORK,
                            beginnings.stream().mapToInt(Integer::intValue).toArray()));
            ends.forEach(end -> steps.set(end, new Step(Kind.JUMP, steps.size())));
            beginnings.clear();
            ends.clear();
            groupEnd = steps.size();
            group = -1;
        }
    }
}
