package io.github.ftplab.internal.notebook.code;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A documentation comment (Javadoc) as HTML and as text. Knows the tags that are of use to somebody who calls. */
public final class DocComment {

    private static final Pattern AFTER_STAR = Pattern.compile("(?m)^ ");
    private static final Pattern BLOCK_TAG = Pattern.compile("(?m)^\\s*@(?=[a-z]+\\b)");
    private static final Pattern HTML =
            Pattern.compile("<(/?)(\\w+)[^>]*>|&(#?\\w+);|\\s+|[^<&\\s]+|.", Pattern.DOTALL);
    private static final Pattern NAME_AND_TEXT = Pattern.compile("(\\S+)\\s*(.*)", Pattern.DOTALL);
    private static final Map<String, String> ENTITIES =
            Map.of("lt", "<", "gt", ">", "amp", "&", "quot", "\"", "#64", "@", "#39", "'", "nbsp", " ", "mdash", "—");

    private final String comment;

    private DocComment(String comment) {
        this.comment = comment;
    }

    /** Reads a comment without its stars, as the compiler returns it. */
    public static DocComment of(String comment) {
        return new DocComment(AFTER_STAR.matcher(comment).replaceAll(""));
    }

    /** {@return HTML: the description, the parameters, the result and the exceptions} */
    public String html() {
        var parts = BLOCK_TAG.split(inline(comment));
        var html = new StringBuilder(parts[0].strip());
        for (var part : List.of(parts).subList(1, parts.length)) {
            html.append(block(part.strip()));
        }
        return html.toString();
    }

    private static String block(String tag) {
        var words = tag.split("\\s+", 2);
        var text = words.length > 1 ? words[1] : "";
        return switch (words[0]) {
            case "param" -> "<p>" + named(text) + "</p>";
            case "return" -> "<p>Returns " + text + "</p>";
            case "throws", "exception" -> "<p>Throws " + named(text) + "</p>";
            default -> "";
        };
    }

    private static String named(String text) {
        var found = NAME_AND_TEXT.matcher(text);
        return found.matches() ? "<code>" + escaped(found.group(1)) + "</code>: " + found.group(2) : text;
    }

    /** Replaces inline tags, such as links and code. */
    private static String inline(String text) {
        var html = new StringBuilder();
        int at = 0;
        for (int start = text.indexOf("{@"); start >= 0; start = text.indexOf("{@", at)) {
            html.append(text, at, start);
            int end = closing(text, start);
            html.append(inlineTag(text.substring(start + 2, end)));
            at = Math.min(text.length(), end + 1);
        }
        return html.append(text.substring(at)).toString();
    }

    private static int closing(String text, int open) {
        int depth = 0;
        for (int at = open; at < text.length(); at++) {
            depth += text.charAt(at) == '{' ? 1 : text.charAt(at) == '}' ? -1 : 0;
            if (depth == 0) {
                return at;
            }
        }
        return text.length();
    }

    private static String inlineTag(String tag) {
        var words = tag.split("\\s", 2);
        var text = words.length > 1 ? words[1] : "";
        return switch (words[0]) {
            case "code" -> "<code>" + escaped(text) + "</code>";
            case "literal" -> escaped(text);
            case "link", "linkplain", "value" -> "<code>" + escaped(label(text)) + "</code>";
            case "return" -> "Returns " + inline(text) + ".";
            default -> inline(text);
        };
    }

    /** {@return the label of a link; without one its target, as it is written in code} */
    private static String label(String link) {
        var words = link.strip().split("(?<!,)\\s+", 2);
        return words.length > 1 ? words[1] : words[0].replaceFirst("^#", "").replace('#', '.');
    }

    /** {@return text for HTML} */
    public static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("@", "&#64;");
    }

    /** {@return text in lines; an example keeps its own} */
    public String text() {
        return text(html());
    }

    private static String text(String html) {
        var text = new StringBuilder();
        boolean isExample = false;
        for (var found = HTML.matcher(html); found.find(); ) {
            var name = found.group(2);
            if (name != null) {
                isExample = name.equals("pre") ? found.group(1).isEmpty() : isExample;
                text.append(separator(name, found));
            } else if (found.group(3) != null) {
                text.append(ENTITIES.getOrDefault(found.group(3), found.group()));
            } else if (!isExample && found.group().isBlank()) {
                text.append(text.isEmpty() || text.charAt(text.length() - 1) == '\n' ? "" : " ");
            } else {
                text.append(found.group());
            }
        }
        return tidied(text.toString());
    }

    private static String separator(String name, Matcher tag) {
        boolean opens = tag.group(1).isEmpty();
        return switch (name) {
            case "p", "pre", "ul", "ol", "table", "h2", "h3" -> "\n\n";
            case "li" -> opens ? "\n- " : "";
            case "tr", "br" -> "\n";
            default -> "";
        };
    }

    /** Without blanks at the ends of lines, and at most one empty line in a row. */
    private static String tidied(String text) {
        var lines = new ArrayList<String>();
        for (var line : text.lines().map(String::stripTrailing).toList()) {
            if (!line.isEmpty()
                    || (!lines.isEmpty() && !lines.get(lines.size() - 1).isEmpty())) {
                lines.add(line);
            }
        }
        return String.join("\n", lines).strip();
    }
}
