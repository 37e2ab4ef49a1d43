package REPL;

import java.util.function.Supplier;

/** Calls from a class in the package of cells and snippets, so that the library takes the caller for one of these. */
public final class Cell {

    private Cell() {}

    public static <T> T run(Supplier<T> code) {
        return code.get();
    }
}
