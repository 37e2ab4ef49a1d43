package io.github.ftplab.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class RulesTest {

    @Test
    void patternWithoutASlashIsAboutTheNameAndOneWithASlashAboutThePath() {
        assertThat(Rules.ALL.including("*.txt").takes("docs/a.txt")).isTrue();
        assertThat(Rules.ALL.including("docs/*.txt").takes("docs/a.txt")).isTrue();
        assertThat(Rules.ALL.including("docs/*.txt").takes("docs/more/a.txt")).isFalse();
        assertThat(Rules.ALL.including("*.txt").including("*.csv").takes("a.csv"))
                .isTrue();
    }

    @Test
    void excludedFolderIsNotLookedInto() {
        var rules = Rules.ALL.excluding(".git/**").excluding("*.bak");
        assertThat(rules.descends(".git")).isFalse();
        assertThat(rules.takes(".git/config")).isFalse();
        assertThat(rules.takes(".gitignore")).isTrue();
        assertThat(rules.takes("docs/a.bak")).isFalse();
    }

    @Test
    void nameWithALineBreakIsLeftOutAsWell() {
        assertThat(Rules.ALL.excluding("secret/**").takes("secret/a\nb")).isFalse();
    }

    @Test
    @Timeout(value = 20, unit = TimeUnit.SECONDS)
    void nameThatAHostileServerChoseIsMatchedInLinearTime() {
        var name = "a".repeat(5_000);
        assertThat(Rules.ALL.including("*a*a*a*a*a*a*ab").takes(name)).isFalse();
        assertThat(Rules.ALL.excluding("**a**a**a**a**/b").takes(name + "/" + name))
                .isTrue();
    }

    @Test
    void whatIsNoPatternIsRefusedWhenItIsGiven() {
        assertThatIllegalArgumentException().isThrownBy(() -> Rules.ALL.including("[a"));
    }
}
