package io.github.ftplab.internal.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GlobTest {

    /** Brackets that the JDK translates to a wrong regular expression, so that its results are accidental. */
    private static final Pattern MISREAD_BY_THE_JDK = Pattern.compile("\\[!?]|\\[\\^-|-[\\\\\\[]");

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "*.txt a.txt true",
                "*.txt .txt true",
                "*.txt a.txt2 false",
                "* .hidden true",
                "*.* a false",
                "a?c abc true",
                "a?c ac false",
                "?? 😀é true",
                "? 😀 true",
                "[a-c]x bx true",
                "[!a-c]x bx false",
                "[!a-c]x dx true",
                "[^a] ^ true",
                "[^a] a true",
                "[^a] b false",
                "[-a] - true",
                "[a-] - true",
                "[*?\\] * true",
                "[*?\\] \\ true",
                "\\[x] [x] true",
                "\\* * true",
                "\\* a false",
                "{a,b}c bc true",
                "{a,b}c cc false",
                "{a,b*}* ax true",
                "{a,*}* ax true",
                "{a,b**}** ax/y true",
                "{*.java,*.{class}} - error",
                "x{,y} x true",
                "x{,y} xy true",
                "a,b} a,b} true",
                "docs/*.pdf docs/a.pdf true",
                "docs/*.pdf docs/x/a.pdf false",
                "docs/** docs/x/a.pdf true",
                "docs/** docs false",
                "**/a.pdf a.pdf false",
                "**.pdf docs/x/a.pdf true",
                "a?b a/b false",
                "a[!x]b a/b false",
                "A*.TXT a1.txt false",
                "(a|b)+ (a|b)+ true",
                "a.c abc false",
                "*** a/b true",
            })
    void isReadAsTheJdkReadsIt(String glob, String name, String expected) {
        if (expected.equals("error")) {
            assertThatExceptionOfType(PatternSyntaxException.class).isThrownBy(() -> Glob.of(glob, false));
        } else {
            assertThat(Glob.of(glob, false).matches(name)).isEqualTo(Boolean.parseBoolean(expected));
        }
    }

    @Property(tries = 5000)
    void sameNamesAreOfItAsForTheJdk(@ForAll("globs") String glob, @ForAll("paths") String path) {
        Assume.that(!MISREAD_BY_THE_JDK.matcher(glob).find());
        var theirs = jdk(glob);
        if (theirs == null) {
            assertThatExceptionOfType(PatternSyntaxException.class).isThrownBy(() -> Glob.of(glob));
        } else {
            assertThat(Glob.of(glob).matches(path)).isEqualTo(theirs.matches(Path.of(path)));
        }
    }

    @Property
    void namesThatWereMadeOfAPatternAreOfIt(@ForAll("pieces") String glob, @ForAll("names") String filling) {
        var name = glob.replace("{a,bc}", "bc")
                .replace("[!x]", "é")
                .replace("?", "😀")
                .replace("*", filling);
        assertThat(Glob.of(glob).matches(name)).as("%s of %s", name, glob).isTrue();
    }

    @Provide
    Arbitrary<String> globs() {
        return Arbitraries.strings().withChars("ab*?[]!^-{},\\/&.").ofMaxLength(9);
    }

    @Provide
    Arbitrary<String> paths() {
        return Arbitraries.strings()
                .withChars("ab-^!,]&.")
                .ofMaxLength(5)
                .list()
                .ofMinSize(1)
                .ofMaxSize(3)
                .map(names -> String.join("/", names))
                .map(path -> Path.of(path).toString());
    }

    @Provide
    Arbitrary<String> pieces() {
        return Arbitraries.of("*", "?", "a", "[!x]", "{a,bc}")
                .list()
                .ofMaxSize(12)
                .map(all -> String.join("", all));
    }

    @Provide
    Arbitrary<String> names() {
        return Arbitraries.strings().withChars("abx").ofMaxLength(5);
    }

    private static @Nullable PathMatcher jdk(String glob) {
        try {
            return FileSystems.getDefault().getPathMatcher("glob:" + glob);
        } catch (PatternSyntaxException e) {
            return null;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"A*.TXT", "a[0-9].[TU]XT", "É?.txt", "[A-Z]?.txt", "{X,A}1.txt"})
    void caseMakesNoDifferenceWhereThePlatformMakesNone(String glob) {
        var name = glob.startsWith("É") ? "é1.txt" : "a1.txt";
        assertThat(Glob.of(glob, true).matches(name)).isTrue();
        assertThat(Glob.of(glob, false).matches(name)).isFalse();
    }

    @Test
    void lineBreaksInNamesHideNothing() {
        assertThat(Glob.of("secret/**").matches("secret/a\nb")).isTrue();
        assertThat(Glob.of("*.txt").matches("a\r\nb.txt")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "[a", "[]", "[!]", "[b-a]", "[a/b]", "[a-", "{a", "{a,{b}}", "a\\", "[--a]"})
    void whatIsNoPatternIsRefused(String glob) {
        assertThatExceptionOfType(PatternSyntaxException.class)
                .isThrownBy(() -> Glob.of(glob))
                .withMessageContaining(glob);
    }

    /** Each would keep a matcher that backtracks or expands alternatives busy for ever. */
    @ParameterizedTest
    @ValueSource(strings = {"*a", "**a", "*?", "{a,aa}", "{a*,*a}", "{*,**}", "[ab]*", "a**", "{a,a}", "?*", "{,a}"})
    @Timeout(60)
    void anyPatternIsDoneInATimeThatGrowsWithItsLength(String piece) {
        var glob = Glob.of(piece.repeat(250) + "b");
        var letters = "a".repeat(250);
        assertThat(glob.matches(letters)).isFalse();
        assertThat(glob.matches(letters + "b")).isTrue();
    }
}
