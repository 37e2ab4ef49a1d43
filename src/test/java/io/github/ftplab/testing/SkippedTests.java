package io.github.ftplab.testing;

import java.util.ArrayDeque;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Prints why a test was skipped, as Surefire only counts skipped tests, and with which server a contract test failed,
 * as Surefire only numbers the servers. A service of JUnit.
 */
public final class SkippedTests implements TestExecutionListener {

    private final Consumer<String> out;
    private @Nullable TestPlan plan;

    public SkippedTests() {
        this(line -> System.out.println(line));
    }

    SkippedTests(Consumer<String> out) {
        this.out = out;
    }

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
        out.accept("%s %s: %s".formatted(what, name(test), reason));
    }

    /**
     * {@return the test's class, the class's argument if it is parameterized (the server, in the client's contract), the
     * method, and the invocation if the method is parameterized}
     */
    private String name(TestIdentifier test) {
        var name = new StringBuilder();
        for (var each : path(test)) {
            var source = each.getSource().orElse(null);
            if (source instanceof ClassSource type && name.isEmpty()) {
                name.append(simpleName(type));
            } else if (source instanceof ClassSource) {
                name.append(' ').append(each.getDisplayName());
            } else if (source instanceof MethodSource) {
                name.append(isInvocation(each) ? " " : ".").append(each.getDisplayName());
            }
        }
        return name.isEmpty() ? test.getDisplayName() : name.toString();
    }

    /** {@return the test and its containers, the outermost first} */
    private Iterable<TestIdentifier> path(TestIdentifier test) {
        var path = new ArrayDeque<TestIdentifier>();
        for (var each = Optional.of(test);
                each.isPresent();
                each = plan == null ? Optional.empty() : plan.getParent(each.get())) {
            path.addFirst(each.get());
        }
        return path;
    }

    private static String simpleName(ClassSource type) {
        return type.getClassName().replaceAll(".*[.$]", "");
    }

    private static boolean isInvocation(TestIdentifier test) {
        return test.getUniqueIdObject().getLastSegment().getType().equals("test-template-invocation");
    }
}
