// Imports the library, and what examples use of Java, into JShell and IJava; nothing else is needed:
//   jshell --class-path target/ftplab-all.jar --startup kernel/ftplab.jsh
//   IJAVA_CLASSPATH=target/ftplab-all.jar IJAVA_STARTUP_SCRIPTS_PATH=kernel/ftplab.jsh
import io.github.ftplab.*;
import java.io.*;
import java.net.*;
import java.nio.charset.*;
import java.nio.file.*;
import java.time.*;
import java.util.*;
import java.util.concurrent.*;
import java.util.function.*;
import java.util.regex.*;
import java.util.stream.*;
