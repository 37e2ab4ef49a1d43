package io.github.ftplab.internal.notebook.jjava;

import io.github.ftplab.internal.notebook.Kernels;
import java.io.IOException;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.magic.CellMagic;
import org.dflib.jjava.jupyter.kernel.magic.LineMagic;

/**
 * Builds and starts JJava's kernel with the magics and settings that JJava's main class uses. That class can't be used, as
 * it does the complete start in one call. JJava's classes are in no Maven repository, so they are called by reflection.
 */
final class JJavaBuilder {

    private static final String JJAVA = "org.dflib.jjava.";
    private static final String VERSION = "META-INF/maven/org.dflib.jjava/jjava-distro/pom.properties";

    private record Magic(String name, Class<?> kind, String type) {}

    private static final List<Magic> MAGICS = List.of(
            new Magic("load", LineMagic.class, "kernel.magics.LoadMagic"),
            new Magic("classpath", LineMagic.class, "kernel.magics.ClasspathMagic"),
            new Magic("jars", LineMagic.class, "kernel.magics.JarsMagic"),
            new Magic("time", LineMagic.class, "kernel.magics.TimeMagic"),
            new Magic("time", CellMagic.class, "kernel.magics.TimeMagic"),
            new Magic("maven", LineMagic.class, "maven.magics.MavenMagic"),
            new Magic("mavenRepo", LineMagic.class, "maven.magics.MavenRepoMagic"),
            new Magic("addMavenDependency", LineMagic.class, "maven.magics.AddMavenDependencyMagic"),
            new Magic("loadFromPOM", LineMagic.class, "maven.magics.LoadFromPomLineMagic"),
            new Magic("loadFromPOM", CellMagic.class, "maven.magics.LoadFromPomCellMagic"));

    private JJavaBuilder() {}

    static Built build() throws ReflectiveOperationException {
        var builder = Kernels.call(JJAVA + "kernel.JavaKernel", "builder", new Class<?>[0]);
        set(builder, "name", String.class, "JJava");
        set(builder, "version", String.class, version());
        set(builder, "extensionsEnabled", boolean.class, setting("extensionsEnabled"));
        set(builder, "compilerOpts", Iterable.class, setting("compilerOpts"));
        limit(builder);
        var maven = type("maven.MavenDependencyResolver").getConstructor().newInstance();
        for (var magic : MAGICS) {
            var type = type(magic.type());
            var made = magic.type().startsWith("maven.")
                    ? type.getConstructor(maven.getClass()).newInstance(maven)
                    : type.getConstructor().newInstance();
            var method = magic.kind() == LineMagic.class ? "lineMagic" : "cellMagic";
            builder.getClass().getMethod(method, String.class, magic.kind()).invoke(builder, magic.name(), made);
        }
        var kernel = (BaseKernel) builder.getClass().getMethod("build").invoke(builder);
        return new Built(
                kernel,
                Thread.currentThread().getContextClassLoader(),
                kernel.getClass().getMethod("addToClasspath", String.class),
                setting("extraClasspath"),
                (List<?>) setting("startupSnippets"));
    }

    /**
     * A kernel, and what this version needs to start it.
     *
     * @param loader the class loader of the cells, for the threads that run them
     */
    record Built(BaseKernel kernel, ClassLoader loader, Method addToClasspath, Object classpath, List<?> snippets) {

        /** Loads extensions, extends the class path and runs the startup scripts. */
        void start() throws ReflectiveOperationException {
            kernel.onStartup();
            addToClasspath.invoke(kernel, classpath);
            for (var snippet : snippets) {
                kernel.evalRaw((String) snippet);
            }
        }
    }

    private static void limit(Object builder) throws ReflectiveOperationException {
        var parse = type("distro.JJava$Timeout").getDeclaredMethod("parseOrDefault", String.class);
        parse.setAccessible(true);
        var limit = parse.invoke(null, System.getenv("JJAVA_TIMEOUT"));
        var time = limit.getClass().getDeclaredField("time");
        var unit = limit.getClass().getDeclaredField("timeUnit");
        time.setAccessible(true);
        unit.setAccessible(true);
        builder.getClass()
                .getMethod("timeout", long.class, TimeUnit.class)
                .invoke(builder, time.get(limit), unit.get(limit));
    }

    /** {@return a setting that JJava reads from a {@code JJAVA_…} variable} */
    private static Object setting(String name) throws ReflectiveOperationException {
        var method = type("distro.Env").getDeclaredMethod(name);
        method.setAccessible(true);
        return method.invoke(null);
    }

    private static String version() {
        var known = new Properties();
        try (var in = JJavaBuilder.class.getClassLoader().getResourceAsStream(VERSION)) {
            if (in != null) {
                known.load(in);
            }
        } catch (IOException e) {
            // The version is only displayed.
        }
        return known.getProperty("version", "");
    }

    private static void set(Object builder, String name, Class<?> type, Object value)
            throws ReflectiveOperationException {
        builder.getClass().getMethod(name, type).invoke(builder, value);
    }

    private static Class<?> type(String name) throws ClassNotFoundException {
        return Class.forName(JJAVA + name);
    }
}
