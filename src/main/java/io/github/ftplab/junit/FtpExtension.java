package io.github.ftplab.junit;

import static org.junit.platform.commons.support.AnnotationSupport.findAnnotatedFields;
import static org.junit.platform.commons.support.AnnotationSupport.findAnnotation;

import io.github.ftplab.FtpServer;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ModifierSupport;

/**
 * Gives fields and parameters with {@link Ftp} their values. Each context of JUnit's, a class or a test, has a {@link
 * ServerScope} in its store; what is closed with it was started in it.
 */
final class FtpExtension
        implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback, ParameterResolver {

    private static final ExtensionContext.Namespace HERE = ExtensionContext.Namespace.create(FtpExtension.class);
    private static final String SCOPE = "scope";

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        var type = context.getRequiredTestClass();
        var scope = scope(context);
        var ofClass = findAnnotation(type, Ftp.class);
        if (ofClass.isPresent()) {
            scope.startForClass(ofClass.get());
        }
        setFields(scope, type, null);
    }

    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
        for (var instance : context.getRequiredTestInstances().getAllInstances()) {
            setFields(nested(context), instance.getClass(), instance);
        }
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        end(context);
    }

    @Override
    public void afterAll(ExtensionContext context) throws Exception {
        end(context);
    }

    private static void end(ExtensionContext context) throws Exception {
        var scope = context.getStore(HERE).get(SCOPE, ServerScope.class);
        if (scope != null && scope.isOf(context)) {
            context.getStore(HERE).remove(SCOPE);
            context.getExecutionException().ifPresent(scope::report);
            scope.close();
        }
    }

    /** {@return the scope of a context} Created if there is none yet: extensions of parameters may be registered late. */
    private static ServerScope scope(ExtensionContext context) {
        var scope = context.getStore(HERE).get(SCOPE, ServerScope.class);
        return scope != null && scope.isOf(context) ? scope : nested(context);
    }

    /** Creates a scope within the innermost one; that of an enclosing object's fields comes before that of the test's. */
    private static ServerScope nested(ExtensionContext context) {
        var store = context.getStore(HERE);
        var scope = new ServerScope(context, store.get(SCOPE, ServerScope.class));
        store.put(SCOPE, scope);
        return scope;
    }

    private static void setFields(ServerScope scope, Class<?> type, @Nullable Object instance) throws IOException {
        boolean isStatic = instance == null;
        var fields = new ArrayList<>(findAnnotatedFields(
                type,
                Ftp.class,
                field -> ModifierSupport.isStatic(field) == isStatic,
                HierarchyTraversalMode.TOP_DOWN));
        // What starts a server comes before what uses one.
        fields.sort(Comparator.comparing(
                field -> field.getType() != FtpServer.class && ServerOptions.isDefault(annotation(field))));
        for (var field : fields) {
            scope.set(field, instance, annotation(field));
        }
    }

    private static Ftp annotation(Field field) {
        return findAnnotation(field, Ftp.class).orElseThrow();
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.isAnnotated(Ftp.class);
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        if (parameter.getDeclaringExecutable() instanceof Constructor) {
            throw new ParameterResolutionException(
                    "@Ftp on a parameter of a constructor: put it on a field, or on a parameter of a method");
        }
        var found = parameter.getParameter();
        try {
            return scope(context)
                    .value(
                            found.getType(),
                            parameter.findAnnotation(Ftp.class).orElseThrow(),
                            "parameter " + found.getName(),
                            false);
        } catch (IOException e) {
            throw new ParameterResolutionException("cannot make the files of parameter " + found.getName(), e);
        }
    }

    /** {@return the classes of a test with their objects, enclosing ones first} Objects are null where there is none. */
    static List<Owner> owners(ExtensionContext context) {
        var owners = new ArrayList<Owner>();
        context.getTestInstances()
                .ifPresent(all -> all.getAllInstances().forEach(one -> owners.add(new Owner(one.getClass(), one))));
        if (owners.isEmpty()) {
            for (Class<?> type = context.getRequiredTestClass();
                    type != null;
                    type = ModifierSupport.isStatic(type) ? null : type.getEnclosingClass()) {
                owners.add(0, new Owner(type, null));
            }
        }
        return owners;
    }

    /** A test class, and its object if there is one. */
    record Owner(Class<?> type, @Nullable Object instance) {}
}
