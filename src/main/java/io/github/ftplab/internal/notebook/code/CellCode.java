package io.github.ftplab.internal.notebook.code;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The code of a cell, which may be incomplete: where its comments, literals and statements are. */
public final class CellCode {

    private enum Kind {
        COMMENT,
        LITERAL,
        /** A line for the kernel, such as {@code %classpath a.jar}. */
        MAGIC,
        WORD,
        /** One character of anything else. */
        OTHER
    }

    private record Token(Kind kind, int start, int end, boolean isClosed) {}

    private static final String BLOCK_COMMENT = "/*";
    private static final String TEXT_BLOCK = "\"\"\"";
    private static final Set<Character> QUOTES = Set.of('"', '\'');

    private final String code;
    private final List<Token> tokens = new ArrayList<>();

    private CellCode(String code) {
        this.code = code;
        int at = 0;
        while (at < code.length()) {
            if (Character.isWhitespace(code.charAt(at))) {
                at++;
            } else {
                var token = token(at);
                tokens.add(token);
                at = token.end();
            }
        }
    }

    /** Reads the code of a cell. */
    public static CellCode of(String code) {
        return new CellCode(code);
    }

    private Token token(int start) {
        char first = code.charAt(start);
        if (first == '%'
                && code.substring(code.lastIndexOf('\n', start) + 1, start).isBlank()) {
            return new Token(Kind.MAGIC, start, endOfLine(start), true);
        }
        if (code.startsWith("//", start)) {
            return new Token(Kind.COMMENT, start, endOfLine(start), true);
        }
        if (code.startsWith(BLOCK_COMMENT, start)) {
            int end = code.indexOf("*/", start + 2);
            return new Token(Kind.COMMENT, start, end < 0 ? code.length() : end + 2, end >= 0);
        }
        if (code.startsWith(TEXT_BLOCK, start)) {
            return literal(start, TEXT_BLOCK);
        }
        if (QUOTES.contains(first)) {
            return literal(start, String.valueOf(first));
        }
        int end = start;
        while (end < code.length() && Character.isJavaIdentifierPart(code.charAt(end))) {
            end++;
        }
        return end > start ? new Token(Kind.WORD, start, end, true) : new Token(Kind.OTHER, start, start + 1, true);
    }

    private Token literal(int start, String quote) {
        int at = start + quote.length();
        while (at < code.length() && !code.startsWith(quote, at)) {
            if (code.charAt(at) == '\n' && !quote.equals(TEXT_BLOCK)) {
                return new Token(Kind.LITERAL, start, at, false);
            }
            at += code.charAt(at) == '\\' ? 2 : 1;
        }
        return at < code.length()
                ? new Token(Kind.LITERAL, start, at + quote.length(), true)
                : new Token(Kind.LITERAL, start, code.length(), false);
    }

    private int endOfLine(int start) {
        int end = code.indexOf('\n', start);
        return end < 0 ? code.length() : end;
    }

    /**
     * {@return the code with blanks instead of comments and line breaks directly before imports; every position stays}
     *
     * <p>JShell resets variables whose type an import with a {@code *} brings when a new import begins in a line below
     * the end of the statement before it. A line for the kernel keeps its end.
     */
    public String withoutBreaksBeforeImports() {
        var changed = new StringBuilder(code);
        int codeEnd = 0;
        for (var token : tokens) {
            if (isImport(token)) {
                blank(changed, codeEnd, token.start());
            }
            if (token.kind() != Kind.COMMENT) {
                codeEnd = token.kind() == Kind.MAGIC ? Math.min(code.length(), token.end() + 1) : token.end();
            }
        }
        return changed.toString();
    }

    /** {@return whether the code ends within a text block or a comment} */
    public boolean isOpen() {
        if (tokens.isEmpty()) {
            return false;
        }
        var last = tokens.get(tokens.size() - 1);
        return !last.isClosed()
                && (code.startsWith(TEXT_BLOCK, last.start()) || code.startsWith(BLOCK_COMMENT, last.start()));
    }

    /** {@return the code with blanks instead of imports} */
    public String withoutImports() {
        var changed = new StringBuilder(code);
        int start = -1;
        for (var token : tokens) {
            if (isImport(token)) {
                start = token.start();
            }
            if (start >= 0 && is(token, ';')) {
                blank(changed, start, token.end());
                start = -1;
            }
        }
        return changed.toString();
    }

    /** {@return where the last statement starts} */
    public int lastStatement() {
        int depth = 0;
        int start = 0;
        for (var token : tokens) {
            if (is(token, '(') || is(token, '{')) {
                depth++;
            } else if (is(token, ')') || is(token, '}')) {
                depth--;
            }
            if (depth <= 0 && (is(token, ';') || is(token, '}'))) {
                start = token.end();
            }
        }
        return start;
    }

    /** {@return the position behind the innermost parenthesis that is open at the end; -1 if there is none} */
    public int openParenthesis() {
        var open = new ArrayDeque<Integer>();
        for (var token : tokens) {
            if (is(token, '(')) {
                open.push(token.end());
            } else if (is(token, ')')) {
                open.poll();
            } else if (is(token, ';') || is(token, '{') || is(token, '}')) {
                open.clear();
            }
        }
        return open.isEmpty() ? -1 : open.peek();
    }

    private boolean isImport(Token token) {
        return token.kind() == Kind.WORD
                && code.substring(token.start(), token.end()).equals("import");
    }

    private boolean is(Token token, char character) {
        return token.kind() == Kind.OTHER && code.charAt(token.start()) == character;
    }

    private static void blank(StringBuilder changed, int from, int to) {
        for (int at = from; at < to; at++) {
            changed.setCharAt(at, ' ');
        }
    }
}
