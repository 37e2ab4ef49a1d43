package io.github.ftplab.internal.notebook;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The style of what notebooks show. Each output brings its own, as any other one may be cleared, so it has only the
 * rules that it needs. {@code style.css} has a rule or a custom property in each line; the rules are nested in the class
 * of all outputs.
 */
final class Style {

    private static final Pattern CLASSES = Pattern.compile("class=\"([^\"]*)\"");
    private static final Pattern ELEMENTS = Pattern.compile("<(\\w+)");
    private static final Pattern SPACES = Pattern.compile("(?<=[{};:,]) +| +(?=[{}])");
    private static final Pattern STATES = Pattern.compile("\\[[^]]*]|::?[\\w-]+");
    private static final Pattern NAMES = Pattern.compile("\\.?[A-Za-z][\\w-]*");

    private static final Map<String, String> PROPERTIES = new LinkedHashMap<>();
    private static final List<Rule> RULES = new ArrayList<>();

    /** A rule, and the elements and classes that each of its selectors names. */
    private record Rule(String css, List<Set<String>> selectors) {

        static Rule of(String css) {
            var selectors = STATES.matcher(css.substring(0, css.indexOf('{'))).replaceAll("");
            return new Rule(
                    css, Stream.of(selectors.split(",")).map(Rule::names).toList());
        }

        private static Set<String> names(String selector) {
            return NAMES.matcher(selector).results().map(found -> found.group()).collect(Collectors.toSet());
        }

        boolean isNeeded(Set<String> used) {
            return selectors.stream().anyMatch(used::containsAll);
        }
    }

    static {
        for (var line : Html.resource("style.css").lines().toList()) {
            var css = SPACES.matcher(line).replaceAll("");
            if (css.startsWith("--")) {
                int colon = css.indexOf(':');
                PROPERTIES.put(css.substring(0, colon), css.substring(colon + 1, css.length() - 1));
            } else {
                RULES.add(Rule.of(css));
            }
        }
    }

    private Style() {}

    /** {@return a style element with the rules that some HTML needs} A property that is used once is written there. */
    static String of(String html) {
        var used = new HashSet<String>();
        ELEMENTS.matcher(html).results().forEach(found -> used.add(found.group(1)));
        CLASSES.matcher(html)
                .results()
                .flatMap(found -> Stream.of(found.group(1).split(" ")))
                .forEach(name -> used.add("." + name));
        var rules = RULES.stream()
                .filter(rule -> rule.isNeeded(used))
                .map(Rule::css)
                .collect(Collectors.joining());
        var properties = new StringBuilder();
        for (var property : PROPERTIES.entrySet()) {
            var use = "var(" + property.getKey() + ")";
            if (rules.indexOf(use) != rules.lastIndexOf(use)) {
                properties
                        .append(property.getKey())
                        .append(':')
                        .append(property.getValue())
                        .append(';');
            } else {
                rules = rules.replace(use, property.getValue());
            }
        }
        return "<style>.ftplab.ftplab{" + properties + rules + "}</style>";
    }
}
