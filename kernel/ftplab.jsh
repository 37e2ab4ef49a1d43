// Imports the library into the JDK's jshell:
//   jshell --class-path target/ftplab-all.jar --startup DEFAULT --startup kernel/ftplab.jsh
import io.github.ftplab.*;
import java.time.*;
