// The library in a JShell of your own:
//   jshell --class-path target/ftplab-all.jar --startup DEFAULT --startup kernel/ftplab.jsh
import io.github.ftplab.*;
import java.time.*;
