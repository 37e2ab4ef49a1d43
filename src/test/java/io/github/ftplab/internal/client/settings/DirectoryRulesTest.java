package io.github.ftplab.internal.client.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class DirectoryRulesTest {

    @Test
    void patternWithoutASlashIsAboutTheNameAndOneWithASlashAboutThePath() {
        assertThat(DirectoryRules.ALL.including("*.txt").takes("docs/a.txt")).isTrue();
        assertThat(DirectoryRules.ALL.including("docs/*.txt").takes("docs/a.txt"))
                .isTrue();
        assertThat(DirectoryRules.ALL.including("docs/*.txt").takes("docs/more/a.txt"))
                .isFalse();
        assertThat(DirectoryRules.ALL.including("*.txt").including("*.csv").takes("a.csv"))
                .isTrue();
    }

    @Test
    void excludedDirectoryIsNotLookedInto() {
        var rules = DirectoryRules.ALL.excluding(".git/**").excluding("*.bak");
        assertThat(rules.descends(".git")).isFalse();
        assertThat(rules.takes(".git/config")).isFalse();
        assertThat(rules.takes(".gitignore")).isTrue();
        assertThat(rules.takes("docs/a.bak")).isFalse();
    }

    @Test
    void nameWithALineBreakIsLeftOutAsWell() {
        assertThat(DirectoryRules.ALL.excluding("secret/**").takes("secret/a\nb"))
                .isFalse();
    }

    @Test
    @Timeout(60)
    void nameThatAHostileServerChoseIsMatchedInLinearTime() {
        var name = "a".repeat(5_000);
        assertThat(DirectoryRules.ALL.including("*a*a*a*a*a*a*ab").takes(name)).isFalse();
        assertThat(DirectoryRules.ALL.excluding("**a**a**a**a**/b").takes(name + "/" + name))
                .isTrue();
    }

    @Test
    void whatIsNoPatternIsRefusedWhenItIsGiven() {
        assertThatIllegalArgumentException().isThrownBy(() -> DirectoryRules.ALL.including("[a"));
    }
}
