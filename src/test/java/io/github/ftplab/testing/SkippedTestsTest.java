package io.github.ftplab.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SkippedTestsTest {

    @Test
    void eachIsNamedByItsClassItsServerAndItsMethod() {
        var lines = new ArrayList<String>();

        SampleTests.run(Contract.class, new SkippedTests(lines::add));
        SampleTests.run(NotHere.class, new SkippedTests(lines::add));

        assertThat(lines)
                .containsExactlyInAnyOrder(
                        "[WARNING] skipped Contract \"missing\": no such program",
                        "[ERROR]   failed Contract \"present\".plain(): wrong",
                        "[ERROR]   failed Contract \"present\".each(int) [1] number = 1: wrong",
                        "[WARNING] skipped Contract \"present\".later(): not yet",
                        "[WARNING] skipped NotHere: not here");
    }

    /** As the client's contract is: a class that is run for each server. */
    @ParameterizedClass(name = "{0}")
    @ValueSource(strings = {"missing", "present"})
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    static class Contract {

        @Parameter
        String server = "";

        @BeforeParameterizedClassInvocation(injectArguments = false)
        void start() {
            if (server.equals("missing")) {
                Assumptions.abort("no such program");
            }
        }

        @Test
        void plain() {
            throw new AssertionError("wrong");
        }

        @ParameterizedTest
        @ValueSource(ints = 1)
        void each(int number) {
            throw new AssertionError("wrong");
        }

        @Test
        @Disabled("not yet")
        void later() {}
    }

    @Disabled("not here")
    static class NotHere {

        @Test
        void never() {}
    }
}
