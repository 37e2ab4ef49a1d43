package io.github.ftplab.testing;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Prints why a test was skipped, as Surefire only counts skipped tests, and with which server a contract test failed,
 * as Surefire only numbers the servers. A service of JUnit.
 */
public final class SkippedTests implements TestExecutionListener {

    private @Nullable TestPlan plan;

    @Override
    public void testPlanExecutionStarted(TestPlan started) {
        plan = started;
    }

    @Override
    public void executionSkipped(TestIdentifier test, String reason) {
        print("[WARNING] skipped", test, reason);
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        var reason = result.getThrowable().map(Throwable::getMessage).orElse("no reason given");
        if (result.getStatus() == Status.ABORTED) {
            print("[WARNING] skipped", test, reason);
        } else if (result.getStatus() == Status.FAILED) {
            print("[ERROR]   failed", test, reason.lines().findFirst().orElse(""));
        }
    }

    private void print(String what, TestIdentifier test, String reason) {
        var place = test.getSource()
                .filter(MethodSource.class::isInstance)
                .map(source -> ((MethodSource) source).getJavaClass().getSimpleName())
                .map(name -> name + of(test, name) + ".")
                .orElse("");
        System.out.printf("%s %s%s: %s%n", what, place, test.getDisplayName(), reason);
    }

    /** {@return the argument of a class that is run for several: the server, in the client's contract} */
    private String of(TestIdentifier test, String className) {
        return Optional.ofNullable(plan)
                .flatMap(all -> all.getParent(test))
                .map(TestIdentifier::getDisplayName)
                .filter(name -> !name.equals(className))
                .map(name -> " " + name)
                .orElse("");
    }
}
