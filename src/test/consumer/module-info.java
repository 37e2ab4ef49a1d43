/** A program of somebody else's on the module path: see ModulePathIT, which compiles and runs it. */
module example.consumer {
    requires io.github.ftplab;
}
