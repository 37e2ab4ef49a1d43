/** A third-party program on the module path, which ModulePathIT compiles and runs. */
module example.consumer {
    requires io.github.ftplab;
}
